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
import { readDocument } from '../input/document';
import { addFields } from '../input/fields';
import { confirm } from '../input/prompt';
import type { Output } from '../output/index';

export function register(goals: Command, context: Context): void {
  const { signal } = context;

  const list = goals.command('list').description('Goals, newest first');
  const filter = addFields(list, ListSchema);
  list.action(async (options) => {
    const client = await context.client();
    const { out } = context;
    const call = client.goals.list(filter.read(options) as ListGoalsRequest, { signal });
    const found = await out.wait('Reading', call);
    await out.show(found, {
      rows: found.items,
      columns: [
        { title: 'id', value: ({ id }: Goal) => id, whole: true },
        { title: 'name', value: ({ name }) => name },
        { title: 'status', value: ({ status }) => status },
        { title: 'priority', value: ({ priority }) => priority },
        { title: 'agent', value: ({ agent_id }) => agent_id },
      ],
    });
    if (found.count > found.items.length)
      out.say(`${found.items.length} of ${found.count} goals. More: --limit, --offset`);
  });

  goals
    .command('get')
    .description('One goal, whole')
    .argument('<goal>', 'id')
    .action(async (id: string) => {
      const client = await context.client();
      await show(context.out, await context.out.wait('Reading', client.goals.get(id, { signal })));
    });

  const create = goals
    .command('create')
    .description('A new goal, from a file, from flags, or from both')
    .option('-f, --file <file>', 'JSON or YAML; - reads standard input');
  const created = addFields(create, CreateSchema);
  create.action(async (options) => {
    const input = { ...(await document(options.file, context)), ...created.read(options) };
    const client = await context.client();
    const { out } = context;
    const goal = await out.wait(
      'Creating',
      client.goals.create(input as CreateGoalRequest, { signal }),
    );
    await show(out, goal);
    out.say(`Next: voicectl goals attach ${goal.id} ${goal.agent_id}`);
  });

  const update = goals
    .command('update')
    .description('Change the given fields only')
    .argument('<goal>', 'id')
    .option('-f, --file <file>', 'JSON or YAML; - reads standard input');
  const updated = addFields(update, UpdateSchema);
  update.action(async (id: string, options) => {
    const changes = { ...(await document(options.file, context)), ...updated.read(options) };
    const client = await context.client();
    const call = client.goals.update(id, changes as UpdateGoalRequest, { signal });
    await show(context.out, await context.out.wait('Updating', call));
  });

  goals
    .command('delete')
    .description('For good: a goal can not be brought back')
    .argument('<goal>', 'id')
    .option('-y, --yes', 'do not ask')
    .action(async (id: string, options) => {
      const client = await context.client();
      const { out } = context;
      const { name } = await client.goals.get(id, { signal });
      const sure = await confirm(
        context,
        `Delete the goal ${JSON.stringify(name)} for good?`,
        options.yes,
      );
      if (!sure) return out.say('Nothing deleted.');
      const receipt = await out.wait('Deleting', client.goals.delete(id, { signal }));
      await out.show(receipt, { fields: [['deleted', id]] });
    });

  goals
    .command('attach')
    .description('Attach a goal to an agent, in place of whatever is attached')
    .argument('<goal>', 'id')
    .argument('<agent>', 'id')
    .action(async (goalId: string, agentId: string) => {
      const client = await context.client();
      const { out } = context;
      const receipt = await out.wait(
        'Attaching',
        client.goals.attach({ goalId, agentId }, { signal }),
      );
      await out.show(receipt, {
        fields: [
          ['attached', goalId],
          ['agent', agentId],
        ],
      });
    });

  const detach = goals
    .command('detach')
    .description('Take the attached goal off an agent')
    .argument('<agent>', 'id');
  const detached = addFields(detach, DetachGoalRequest.omit({ agentId: true }));
  detach.action(async (agentId: string, options) => {
    const client = await context.client();
    const { out } = context;
    const link = { ...detached.read(options), agentId };
    const receipt = await out.wait('Detaching', client.goals.detach(link, { signal }));
    await out.show(receipt, { fields: [['detached from', agentId]] });
  });

  goals
    .command('generate')
    .description('Suggest a goal from a description; nothing is saved')
    .argument('<description>', 'the goal in your own words (1-10000 characters)')
    .action(async (description: string) => {
      const client = await context.client();
      const { out } = context;
      const suggestion = await out.wait(
        'Thinking',
        client.goals.generate({ description }, { signal }),
      );
      const { name, description: text, priority, fields = [] } = suggestion;
      await out.show(suggestion, {
        fields: [
          ['name', name],
          ['description', text],
          ['priority', priority],
          ...fields.map(
            (field) =>
              [
                `field ${field.name}`,
                `${field.type}, ${field.required ? 'required' : 'optional'}`,
              ] as const,
          ),
        ],
      });
    });
}

function show(out: Output, goal: Goal): Promise<void> {
  return out.show(goal, {
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
  });
}

async function document(file: string | undefined, { streams }: Context) {
  return file === undefined ? {} : readDocument(file, streams.stdin);
}
