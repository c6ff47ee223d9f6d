/** `voicectl goals list`. */
import type { ListGoalsRequest } from '@voicectl/sdk';
import type { Context } from '../../context';
import { UsageError } from '../../failure';
import { addFields } from '../../input/fields';
import { orTellEmpty, tellEmpty } from '../find/empty';
import type { Verb } from '../verb';
import { addWatch } from '../watch';
import { addAgentFlag, withAgentId } from './owner';
import { goalColumns } from './view';

export function addList(goals: Verb, context: Context): void {
  const list = goals
    .command('list')
    .description('Goals, newest first')
    .examples(
      'voicectl goals list --agent-id "Customer Support Agent"',
      'voicectl goals list --all -o csv --columns id,name,agent_id > goals.csv',
    )
    .prints('GoalList')
    .previews()
    .endsUnread()
    .option('--all', 'every goal, over as many requests as it takes');
  const filter = addFields(list, 'ListGoalsRequest');
  addAgentFlag(list);
  const watched = addWatch(list, context);
  list.action(async (options) => {
    if (options.all && (options.limit !== undefined || options.offset !== undefined)) {
      throw new UsageError('--all excludes --limit and --offset', 'Leave one of them out.');
    }
    const wanted = filter.read(await withAgentId(options, context)) as ListGoalsRequest;
    await watched(options, () => (options.all ? showAll : showSome)(context, wanted));
  });
}

async function showSome(context: Context, filter: ListGoalsRequest): Promise<void> {
  const { out } = context;
  const found = await context.call('Reading', ({ goals }, options) => goals.list(filter, options));
  await out.show(found, () => ({ columns: goalColumns(out), rows: found.items }));
  if (found.items?.length === 0) tellEmpty(context, 'goal', { ...filter });
  const shown = found.items?.length;
  if (found.count > shown) {
    out.say(`${shown} of ${found.count} goals. More: --limit, --offset, or --all`);
  }
}

function showAll(context: Context, filter: ListGoalsRequest): Promise<void> {
  const { out, signal } = context;
  const goals = context.walk(({ goals: api }, options) => api.iterate(filter, options));
  return out.stream(
    orTellEmpty(goals, () => tellEmpty(context, 'goal', { ...filter })),
    {
      columns: goalColumns(out),
      whole: (items) => ({ items, count: items.length }),
      signal,
    },
  );
}
