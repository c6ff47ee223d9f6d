/** `voicectl goals update`. */
import type { UpdateGoalRequest } from '@voicectl/sdk';
import type { Context } from '../../context';
import { addGiven } from '../../input/given';
import { findGoalId, goalHelp } from '../find/goals';
import { identified } from '../identified';
import type { Verb } from '../verb';
import { addAgentFlag, withAgentId } from './owner';
import { showGoal } from './view';

export function addUpdate(goals: Verb, context: Context): void {
  const update = goals
    .command('update')
    .description('Change the given fields only')
    .examples(
      'voicectl goals update GOAL_ID --priority 5',
      'voicectl goals update GOAL_ID -f goal.yaml',
      'voicectl goals update GOAL_ID --unset description',
    )
    .prints('Goal')
    .previews()
    .argument('[goal]', goalHelp);
  const given = addGiven(update, 'UpdateGoalRequest');
  addAgentFlag(update);
  update.action(async (ref: string | undefined, options) => {
    const wanted = await given(await withAgentId(options, context), context);
    const { changesOf } = await import('../../input/writing');
    const id = await findGoalId(context, ref);
    const { out, signal } = context;
    const read = async () =>
      identified(await out.wait('Reading', (await context.client()).goals.get(id, { signal })));
    const { fields, unchanged } = await changesOf(context, 'goal', wanted, read);
    if (unchanged !== undefined) return showGoal(out, unchanged);
    await showGoal(
      out,
      identified(
        await context.call('Updating', ({ goals: api }, call) =>
          api.update(id, fields as UpdateGoalRequest, call),
        ),
      ),
    );
    out.say('Saved.');
  });
}
