/** `voicectl goals get`. */
import type { Goal } from '@voicectl/sdk';
import type { Context } from '../../context';
import { findGoals, goalsHelp } from '../find/goals';
import { identified } from '../identified';
import type { Verb } from '../verb';
import { goalTable, showGoal } from './view';

export function addGet(goals: Verb, context: Context): void {
  goals
    .command('get')
    .description('One goal, whole; or several')
    .examples('voicectl goals get "Book a callback"', 'voicectl goals get GOAL_ID -o yaml')
    .prints('Goal')
    .argument('[goals...]', goalsHelp)
    .action(async (refs: readonly string[]) => {
      const { out } = context;
      const found = await findGoals(context, refs);
      const records: Goal[] = [];
      for (const { id } of found) {
        records.push(
          identified(await context.call('Reading', ({ goals: api }, call) => api.get(id, call))),
        );
      }
      const [only] = records;
      if (records.length === 1 && only) return showGoal(out, only);
      await out.show({ items: records, count: records.length }, () => goalTable(records));
    });
}
