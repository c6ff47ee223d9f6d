/** `voicectl goals get`. */
import type { Goal } from '@voicectl/sdk';
import type { Context } from '../../context';
import { findGoals, goalsHelp } from '../find/goals';
import { identified } from '../identified';
import type { Verb } from '../verb';
import { addWatch } from '../watch';
import { goalColumns, showGoal } from './view';

export function addGet(goals: Verb, context: Context): void {
  const get = goals
    .command('get')
    .description('One goal, whole; or several')
    .examples('voicectl goals get "Book a callback"', 'voicectl goals get GOAL_ID -o yaml')
    .prints('Goal')
    .previews()
    .endsUnread()
    .argument('[goals...]', goalsHelp);
  const watched = addWatch(get, context);
  get.action(async (refs: readonly string[], options) => {
    const { out } = context;
    const found = await findGoals(context, refs);
    await watched(options, async () => {
      const items: Goal[] = [];
      for (const { id } of found) {
        const read = context.call('Reading', ({ goals: api }, call) => api.get(id, call));
        items.push(identified(await read));
      }
      const [only] = items;
      if (items.length === 1 && only) return showGoal(out, only);
      const count = items.length;
      await out.show({ items, count }, () => ({ columns: goalColumns(out), rows: items }));
    });
  });
}
