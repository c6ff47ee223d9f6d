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
import { UnexpectedAnswerError, UsageError } from '../failure';
import { addDocument } from '../input/document';
import { addFields } from '../input/fields';
import { confirm } from '../input/prompt';
import { warnOfUnknown } from '../input/unknown';
import { ago } from '../output/ago';
import type { Output, View } from '../output/index';
import { findAgentId } from './find-agent';
import { identified } from './identified';

const agentArgument = ['<agent>', 'id, or exact name'] as const;

export function register(agents: Command, context: Context): void {
  const { signal } = context;

  const list = agents
    .command('list')
    .description('Agents, newest first, a page at a time')
    .option('--all', 'every page');
  const query = addFields(list, AgentQueryParams);
  list.action(async (options) => {
    const wanted: AgentQueryParams = query.read(options);
    if (options.all && (wanted.page !== undefined || wanted.limit !== undefined)) {
      throw new UsageError('--all excludes --page and --limit', 'Leave one of them out.');
    }
    const client = await context.client();
    await (options.all ? showAll : showPage)(context, client, wanted);
  });

  agents
    .command('get')
    .description('One agent, whole')
    .argument(...agentArgument)
    .action(async (ref: string) => {
      const { client, id, out } = await target(context, ref);
      await show(out, identified(await out.wait('Reading', client.agents.get(id, { signal }))));
    });

  const create = agents
    .command('create')
    .description('A new draft, from a file, from flags, or from both');
  const createDocument = addDocument(create);
  const created = addFields(create, CreateSchema);
  create.action(async (options) => {
    const input = { ...(await createDocument(options, context)), ...created.read(options) };
    if (Object.keys(input).length === 0) {
      throw new UsageError(
        'An agent of what?',
        'Name a file by -f, or give --name and --instructions.',
      );
    }
    const { out } = context;
    const client = await context.client();
    warnOfUnknown(out, CreateSchema, input);
    const call = client.agents.create(input as CreateAgentRequest, { signal });
    const agent = identified(await out.wait('Creating', call));
    await show(out, agent);
    warnOfSts(out, agent);
    out.say(`Created as a draft. ${context.next(`agents activate ${agent.id}`)}`);
  });

  const update = agents
    .command('update')
    .description('Change the given fields only; metadata is merged')
    .argument(...agentArgument);
  const updateDocument = addDocument(update);
  const updated = addFields(update, UpdateSchema);
  update.action(async (ref: string, options) => {
    const changes = { ...(await updateDocument(options, context)), ...updated.read(options) };
    const { client, id, out } = await target(context, ref);
    warnOfUnknown(out, UpdateSchema, changes);
    const call = client.agents.update(id, changes as UpdateAgentRequest, { signal });
    const agent = identified(await out.wait('Updating', call));
    await show(out, agent);
    warnOfSts(out, agent);
    if (Object.keys(changes).length === 0) out.say('Nothing was given, so nothing has changed.');
  });

  agents
    .command('delete')
    .description('Soft-delete: every later call on it is "not found"')
    .argument(...agentArgument)
    .option('-y, --yes', 'do not ask')
    .action(async (ref: string, options) => {
      const { client, id, out } = await target(context, ref);
      const sure = await confirm(context, options.yes, async () => {
        const { name, status } = await client.agents.get(id, { signal });
        return `Delete ${JSON.stringify(name)} (${status})?`;
      });
      if (sure) await out.wait('Deleting', client.agents.delete(id, { signal }));
      await out.show({ id, deleted: sure }, () => ({ fields: [[sure ? 'deleted' : 'kept', id]] }));
    });

  for (const name of Object.keys(transitions) as Transition[]) {
    const { from, to } = transitions[name];
    agents
      .command(name)
      .description(`${from.join(' or ')} to ${to}`)
      .argument(...agentArgument)
      .action(async (ref: string) => {
        const { client, id, out } = await target(context, ref);
        const call = client.agents[name](id, { signal });
        const agent = identified(await out.wait(`To ${to}`, call));
        await out.show(agent, () => rows(out, [agent]));
      });
  }

  agents
    .command('test')
    .description('One message to the agent, one answer; nothing is remembered')
    .argument(...agentArgument)
    .argument('<message>', 'what to say (1-10000 characters)')
    .action(async (ref: string, message: string) => {
      const { client, id, out } = await target(context, ref);
      const answer = await out.wait('Thinking', client.agents.test(id, { message }, { signal }));
      if (out.format === 'json') return out.json(answer);
      if (typeof answer.response !== 'string') throw new UnexpectedAnswerError();
      out.text(`${answer.response}\n`);
    });
}

async function showPage(context: Context, client: Client, query: AgentQueryParams): Promise<void> {
  const { out, signal } = context;
  const page = await out.wait('Reading', client.agents.list(query, { signal }));
  await out.show(page, () => rows(out, page.data));
  const { page: number, totalPages, total, hasNextPage } = page.meta ?? {};
  if (hasNextPage) {
    out.say(
      `Page ${number} of ${totalPages}, ${total} agents. More: --page ${Number(number) + 1}, or --all`,
    );
  }
}

async function showAll(context: Context, client: Client, query: AgentQueryParams): Promise<void> {
  const { out, signal } = context;
  const walk = client.agents.iterate(query, { signal });
  const data = await out.wait('Reading', walk.toArray({ limit: Number.POSITIVE_INFINITY }));
  await out.show({ data }, () => rows(out, data));
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
  return out.show(agent, () => ({
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
  }));
}

/** Legal, but documented as not implemented by the platform. */
function warnOfSts(out: Output, { voiceConfig }: Agent): void {
  if (voiceConfig?.pipelineMode !== 'sts') return;
  out.warn('The platform documents the pipeline mode "sts" as not implemented yet');
}

function paintStatus({ paint }: Output, status: string): string {
  if (status === 'active') return paint.green(status);
  if (status === 'draft') return paint.yellow(status);
  return status === 'archived' ? paint.gray(status) : status;
}

async function target(context: Context, ref: string) {
  const client = await context.client();
  return { client, out: context.out, id: await findAgentId(client, ref, context.signal) };
}
