/** `voicectl goals`: a verb for each action of the goals API. */
import type { CreateGoalRequest, Goal, ListGoalsRequest, UpdateGoalRequest } from '@voicectl/sdk';
import {
  CreateGoalRequest as CreateSchema,
  DetachGoalRequest,
  ListGoalsRequest as ListSchema,
  UpdateGoalRequest as UpdateSchema,
} from '@voicectl/sdk/contract';
import type { Command } from 'commander';
import type { Context } from '../context';
import { addDocument } from '../input/document';
import { addFields } from '../input/fields';
import { confirm } from '../input/prompt';
import { warnOfUnknown } from '../input/unknown';
import type { Output } from '../output/index';
import { findAgentId } from './find-agent';
import { identified } from './identified';

export function register(goals: Command, context: Context): void {
  const { signal } = context;

  const list = goals.command('list').description('Goals, newest first');
  const filter = addFields(list, ListSchema);
  list.action(async (options) => {
    const { out } = context;
    const client = await context.client();
    const call = client.goals.list(filter.read(options) as ListGoalsRequest, { signal });
    const found = await out.wait('Reading', call);
    await out.show(found, () => ({
      rows: found.items,
      columns: [
        { title: 'id', value: ({ id }: Goal) => id, whole: true },
        { title: 'name', value: ({ name }) => name },
        { title: 'status', value: ({ status }) => status },
        { title: 'priority', value: ({ priority }) => priority },
        { title: 'agent', value: ({ agent_id }) => agent_id },
      ],
    }));
    const shown = found.items?.length;
    if (found.count > shown) out.say(`${shown} of ${found.count} goals. More: --limit, --offset`);
  });

  goals
    .command('get')
    .description('One goal, whole')
    .argument('<goal>', 'id')
    .action(async (id: string) => {
      const { out } = context;
      const client = await context.client();
      await show(out, identified(await out.wait('Reading', client.goals.get(id, { signal }))));
    });

  const create = goals
    .command('create')
    .description('A new goal, from a file, from flags, or from both');
  const createDocument = addDocument(create);
  const created = addFields(create, CreateSchema);
  create.action(async (options) => {
    const input = { ...(await createDocument(options, context)), ...created.read(options) };
    const { out } = context;
    const client = await context.client();
    warnOfUnknown(out, CreateSchema, input);
    const call = client.goals.create(input as CreateGoalRequest, { signal });
    const goal = identified(await out.wait('Creating', call));
    await show(out, goal);
    out.say(context.next(`goals attach ${goal.id} ${goal.agent_id ?? 'AGENT'}`));
  });

  const update = goals
    .command('update')
    .description('Change the given fields only')
    .argument('<goal>', 'id');
  const updateDocument = addDocument(update);
  const updated = addFields(update, UpdateSchema);
  update.action(async (id: string, options) => {
    const changes = { ...(await updateDocument(options, context)), ...updated.read(options) };
    const { out } = context;
    const client = await context.client();
    warnOfUnknown(out, UpdateSchema, changes);
    const call = client.goals.update(id, changes as UpdateGoalRequest, { signal });
    await show(out, identified(await out.wait('Updating', call)));
  });

  goals
    .command('delete')
    .description('For good: a goal can not be brought back')
    .argument('<goal>', 'id')
    .option('-y, --yes', 'do not ask')
    .action(async (id: string, options) => {
      const { out } = context;
      const client = await context.client();
      const sure = await confirm(context, options.yes, async () => {
        const { name } = await client.goals.get(id, { signal });
        return `Delete the goal ${JSON.stringify(name)} for good?`;
      });
      if (sure) await out.wait('Deleting', client.goals.delete(id, { signal }));
      await out.show({ id, deleted: sure }, () => ({ fields: [[sure ? 'deleted' : 'kept', id]] }));
    });

  goals
    .command('attach')
    .description('Attach a goal to an agent, in place of whatever is attached')
    .argument('<goal>', 'id')
    .argument('<agent>', 'id, or exact name')
    .action(async (goalId: string, agent: string) => {
      const { out } = context;
      const client = await context.client();
      const agentId = await findAgentId(client, agent, signal);
      const call = client.goals.attach({ goalId, agentId }, { signal });
      const receipt = await out.wait('Attaching', call);
      await out.show(receipt, () => ({
        fields: [
          ['attached', goalId],
          ['agent', agentId],
        ],
      }));
    });

  const detach = goals
    .command('detach')
    .description('Take the attached goal off an agent')
    .argument('<agent>', 'id, or exact name');
  const detached = addFields(detach, DetachGoalRequest.omit({ agentId: true }));
  detach.action(async (agent: string, options) => {
    const { out } = context;
    const client = await context.client();
    const agentId = await findAgentId(client, agent, signal);
    const call = client.goals.detach({ ...detached.read(options), agentId }, { signal });
    const receipt = await out.wait('Detaching', call);
    await out.show(receipt, () => ({ fields: [['detached from', agentId]] }));
  });

  goals
    .command('generate')
    .description('Suggest a goal from a description; nothing is saved')
    .argument('<description>', 'the goal in your own words (1-10000 characters)')
    .action(async (description: string) => {
      const { out } = context;
      const client = await context.client();
      const call = client.goals.generate({ description }, { signal });
      const suggestion = await out.wait('Thinking', call);
      await out.show(suggestion, () => ({
        fields: [
          ['name', suggestion.name],
          ['description', suggestion.description],
          ['priority', suggestion.priority],
          ...(suggestion.fields ?? []).map(
            ({ name, type, required }) =>
              [`field ${name}`, `${type}, ${required ? 'required' : 'optional'}`] as const,
          ),
        ],
      }));
    });
}

function show(out: Output, goal: Goal): Promise<void> {
  return out.show(goal, () => ({
    fields: [
      ['id', goal.id],
      ['name', goal.name],
      ['agent', goal.agent_id],
      ['status', goal.status],
      ['priority', goal.priority],
      ['description', goal.description],
      ...(goal.lead_info_fields ? [['fields', goal.lead_info_fields] as const] : []),
      ...(goal.owner ? [['owner', goal.owner.email ?? goal.owner.id] as const] : []),
      ['created', goal.created_at],
      ['updated', goal.updated_at],
    ],
  }));
}
