/** `voicectl agents`: a verb for each call of the agents API. */
import type { Agent, Client, CreateAgentRequest, UpdateAgentRequest } from '@voicectl/sdk';
import {
  AgentQueryParams,
  CreateAgentRequest as CreateSchema,
  type Transition,
  transitions,
  UpdateAgentRequest as UpdateSchema,
} from '@voicectl/sdk/contract';
import type { Command } from 'commander';
import type { Context } from '../context';
import { readDocument } from '../input/document';
import { addFields } from '../input/fields';
import { confirm } from '../input/prompt';
import { ago } from '../output/ago';
import type { Output, View } from '../output/index';
import { findAgentId } from './find-agent';

const agentArgument = ['<agent>', 'id, or exact name'] as const;

export function register(agents: Command, context: Context): void {
  const list = agents
    .command('list')
    .description('Agents, newest first, a page at a time')
    .option('--all', 'every page');
  const query = addFields(list, AgentQueryParams);
  list.action(async (options) => {
    const client = await context.client();
    await (options.all ? showAll : showPage)(context, client, query.read(options));
  });

  agents
    .command('get')
    .description('One agent, whole')
    .argument(...agentArgument)
    .action(async (ref: string) => {
      const { client, id } = await target(context, ref);
      const { signal, out } = context;
      await show(out, await out.wait('Reading', client.agents.get(id, { signal })));
    });

  const create = agents
    .command('create')
    .description('A new draft, from a file, from flags, or from both')
    .option('-f, --file <file>', 'JSON or YAML; - reads standard input');
  const created = addFields(create, CreateSchema);
  create.action(async (options) => {
    const input = { ...(await document(options.file, context)), ...created.read(options) };
    const client = await context.client();
    const { signal, out } = context;
    const call = client.agents.create(input as CreateAgentRequest, { signal });
    const agent = await out.wait('Creating', call);
    await show(out, agent);
    out.say(`Created as a draft. Next: voicectl agents activate ${agent.id}`);
  });

  const update = agents
    .command('update')
    .description('Change the given fields only; metadata is merged')
    .argument(...agentArgument)
    .option('-f, --file <file>', 'JSON or YAML; - reads standard input');
  const updated = addFields(update, UpdateSchema);
  update.action(async (ref: string, options) => {
    const changes = { ...(await document(options.file, context)), ...updated.read(options) };
    const { client, id } = await target(context, ref);
    const { signal, out } = context;
    const call = client.agents.update(id, changes as UpdateAgentRequest, { signal });
    await show(out, await out.wait('Updating', call));
  });

  agents
    .command('delete')
    .description('Soft-delete: every later call on it is "not found"')
    .argument(...agentArgument)
    .option('-y, --yes', 'do not ask')
    .action(async (ref: string, options) => {
      const { client, id } = await target(context, ref);
      const { signal, out } = context;
      const { name, status } = await client.agents.get(id, { signal });
      const sure = await confirm(
        context,
        `Delete ${JSON.stringify(name)} (${status})?`,
        options.yes,
      );
      if (!sure) return out.say('Nothing deleted.');
      await out.wait('Deleting', client.agents.delete(id, { signal }));
      await out.show({ id, deleted: true }, { fields: [['deleted', id]] });
    });

  for (const name of Object.keys(transitions) as Transition[]) {
    const { from, to } = transitions[name];
    agents
      .command(name)
      .description(`${from.join(' or ')} to ${to}`)
      .argument(...agentArgument)
      .action(async (ref: string) => {
        const { client, id } = await target(context, ref);
        const { signal, out } = context;
        const agent = await out.wait(name, client.agents[name](id, { signal }));
        await out.show(agent, rows(out, [agent]));
      });
  }

  agents
    .command('test')
    .description('One message to the agent, one answer; nothing is remembered')
    .argument(...agentArgument)
    .argument('<message>', 'what to say (1-10000 characters)')
    .action(async (ref: string, message: string) => {
      const { client, id } = await target(context, ref);
      const { signal, out } = context;
      const answer = await out.wait('Thinking', client.agents.test(id, { message }, { signal }));
      if (out.format === 'json') return out.json(answer);
      out.text(`${answer.response}\n`);
    });
}

async function showPage(context: Context, client: Client, query: AgentQueryParams): Promise<void> {
  const { out, signal } = context;
  const page = await out.wait('Reading', client.agents.list(query, { signal }));
  await out.show(page, rows(out, page.data));
  const { page: number, totalPages, total } = page.meta;
  if (total > page.data.length)
    out.say(`Page ${number} of ${totalPages}, ${total} agents. More: --page, or --all`);
}

async function showAll(context: Context, client: Client, query: AgentQueryParams): Promise<void> {
  const { out, signal } = context;
  const walk = client.agents.iterate({ ...query, limit: 100 }, { signal });
  const data = await out.wait('Reading', walk.toArray({ limit: Number.POSITIVE_INFINITY }));
  await out.show({ data }, rows(out, data));
}

function rows(out: Output, agents: readonly Agent[]): View<Agent> {
  return {
    rows: agents,
    columns: [
      { title: 'id', value: ({ id }) => id, whole: true },
      { title: 'name', value: ({ name }) => name },
      {
        title: 'status',
        value: ({ status }) => status,
        whole: true,
        paint: (cell) => paintStatus(out, cell),
      },
      { title: 'version', value: ({ version }) => version },
      { title: 'updated', value: ({ updatedAt }) => ago(updatedAt, Date.now()), whole: true },
    ],
  };
}

function show(out: Output, agent: Agent): Promise<void> {
  return out.show(agent, {
    fields: [
      ['id', agent.id],
      ['name', agent.name],
      ['status', agent.status],
      ['version', agent.version],
      ['description', agent.description],
      ['instructions', agent.instructions],
      ['policy', agent.policy],
      ['model', agent.modelConfig],
      ['voice', agent.voiceConfig],
      ['memory', agent.memoryConfig],
      ['knowledge', agent.knowledgeBaseConfig],
      ['metadata', agent.metadata],
      ['created', agent.createdAt],
      ['updated', agent.updatedAt],
    ],
  });
}

function paintStatus({ paint }: Output, status: string): string {
  if (status === 'active') return paint.green(status);
  if (status === 'draft') return paint.yellow(status);
  return status === 'archived' ? paint.gray(status) : status;
}

async function target(context: Context, ref: string): Promise<{ client: Client; id: string }> {
  const client = await context.client();
  return { client, id: await findAgentId(client, ref, context.signal) };
}

async function document(file: string | undefined, { streams }: Context) {
  return file === undefined ? {} : readDocument(file, streams.stdin);
}
