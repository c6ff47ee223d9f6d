/** `voicectl goals update`. */
import type { UpdateGoalRequest } from '@voicectl/sdk';
import type { Context } from '../../context';
import { addDocument } from '../../input/document';
import { addFields } from '../../input/fields';
import { findGoalId, goalHelp } from '../find/goals';
import { identified } from '../identified';
import type { Verb } from '../verb';
import { showGoal } from './view';

export function addUpdate(goals: Verb, context: Context): void {
  const update = goals
    .command('update')
    .description('Change the given fields only')
    .examples(
      'voicectl goals update GOAL_ID --priority 5',
      'voicectl goals update GOAL_ID -f goal.yaml',
    )
    .prints('Goal')
    .argument('[goal]', goalHelp);
  const document = addDocument(update);
  const fields = addFields(update, 'UpdateGoalRequest');
  update.action(async (ref: string | undefined, options) => {
    const changes = { ...(await document(options, context)), ...fields.read(options) };
    const { out } = context;
    const id = await findGoalId(context, ref);
    const { warnOfUnknown } = await import('../../input/unknown');
    warnOfUnknown(out, 'UpdateGoalRequest', changes);
    await showGoal(
      out,
      identified(
        await context.call('Updating', ({ goals: api }, call) =>
          api.update(id, changes as UpdateGoalRequest, call),
        ),
      ),
    );
  });
}
