/** `voicectl goals delete`. */
import type { Context } from '../../context';
import { confirm } from '../../input/prompt';
import { findGoalId, goalHelp } from '../find/goals';
import type { Verb } from '../verb';

export function addDelete(goals: Verb, context: Context): void {
  goals
    .command('delete')
    .description('For good: a goal can not be brought back')
    .examples('voicectl goals delete "Book a callback"', 'voicectl goals delete GOAL_ID --yes')
    .prints('Deleted')
    .argument('[goal]', goalHelp)
    .option('-y, --yes', 'do not ask')
    .action(async (ref: string | undefined, { yes }) => {
      const { out, signal } = context;
      const id = await findGoalId(context, ref);
      const sure = await confirm(context, yes, async () => {
        const { name } = await (await context.client()).goals.get(id, { signal });
        return `Delete the goal ${JSON.stringify(name)} for good?`;
      });
      if (sure) await context.call('Deleting', ({ goals: api }, call) => api.delete(id, call));
      await out.show({ id, deleted: sure }, () => ({ fields: [[sure ? 'deleted' : 'kept', id]] }));
    });
}
