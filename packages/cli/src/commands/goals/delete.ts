/** `voicectl goals delete`, of one or of many. */
import type { Goal } from '@voicectl/sdk';
import { addBulkFlags, namesOne } from '../../bulk/flags';
import type { Context } from '../../context';
import { confirm } from '../../input/prompt';
import { ago } from '../../output/ago';
import { findGoalId, goalsHelp } from '../find/goals';
import type { Verb } from '../verb';

export function addDelete(goals: Verb, context: Context): void {
  const verb = goals
    .command('delete')
    .description('For good: a goal can not be brought back')
    .examples(
      'voicectl goals delete "Book a callback"',
      'voicectl goals delete GOAL_ID --yes',
      'voicectl goals delete --agent-id AGENT_ID',
    )
    .prints('Deleted', 'BulkResult')
    .previews()
    .argument('[goals...]', goalsHelp);
  const read = addBulkFlags(verb, 'ListGoalsRequest');
  verb.action(async (refs: readonly string[], options) => {
    const wishes = read(options);
    if (namesOne(refs, wishes)) return deleteOne(context, refs[0], wishes.yes);
    const { bulk } = await import('../../bulk/bulk');
    const { deleteGoals } = await import('../../bulk/works');
    await bulk(context, deleteGoals, refs, wishes);
  });
}

async function deleteOne(
  context: Context,
  ref: string | undefined,
  yes: boolean | undefined,
): Promise<void> {
  const { out, signal } = context;
  const id = await findGoalId(context, ref);
  const sure = await confirm(context, yes, async () => {
    const goal = await (await context.client()).goals.get(id, { signal });
    if (context.interactive) await showDoomed(context, goal);
    return `Delete the goal ${JSON.stringify(goal.name)} for good?`;
  });
  if (sure) await context.call('Deleting', ({ goals: api }, call) => api.delete(id, call));
  await out.show({ id, deleted: sure }, () => ({ fields: [[sure ? 'deleted' : 'kept', id]] }));
}

async function showDoomed({ out, streams }: Context, goal: Goal): Promise<void> {
  const { recordText } = await import('../../bulk/beforehand');
  const fields = [
    ['id', goal.id],
    ['name', goal.name],
    ['status', goal.status],
    ['priority', goal.priority],
    ['agent', goal.agent_id],
    ['updated', ago(goal.updated_at, Date.now())],
  ] as const;
  out.words(recordText(fields, streams));
}
