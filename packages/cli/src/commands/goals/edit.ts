/** `voicectl goals edit`. */
import type { Goal, UpdateGoalRequest } from '@voicectl/sdk';
import type { Context } from '../../context';
import { findGoalId, goalHelp } from '../find/goals';
import { identified } from '../identified';
import type { Verb } from '../verb';
import { showGoal } from './view';

export function addEdit(goals: Verb, context: Context): void {
  goals
    .command('edit')
    .description('Change a goal in your editor (VISUAL or EDITOR); asks before it sends')
    .examples('voicectl goals edit "Book a callback"')
    .prints('Goal')
    .previews()
    .argument('[goal]', goalHelp)
    .option('-y, --yes', 'send the changes without asking')
    .action(async (ref: string | undefined, { yes }) => {
      const { out, signal } = context;
      const id = await findGoalId(context, ref);
      const client = await context.client();
      const { editRecord } = await import('../../edit/edit-record');
      const goal = await editRecord<Goal>(
        context,
        {
          kind: 'goal',
          read: async () => identified(await out.wait('Reading', client.goals.get(id, { signal }))),
          send: async (changes) =>
            identified(
              await context.call('Updating', ({ goals: api }, call) =>
                api.update(id, changes as UpdateGoalRequest, call),
              ),
            ),
        },
        yes,
      );
      await showGoal(out, goal);
    });
}
