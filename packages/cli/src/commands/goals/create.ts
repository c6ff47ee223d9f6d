/** `voicectl goals create`. */
import type { CreateGoalRequest } from '@voicectl/sdk';
import type { Context } from '../../context';
import { addGiven } from '../../input/given';
import { identified } from '../identified';
import type { Verb } from '../verb';
import { showGoal } from './view';

export function addCreate(goals: Verb, context: Context): void {
  const create = goals
    .command('create')
    .description('A new goal, from a file, from flags, or from both')
    .examples(
      'voicectl goals create --name "Book a callback" --agent-id AGENT_ID',
      'voicectl goals create -f goal.yaml',
      'voicectl goals create -f goal.yaml --set lead_info_fields[].name=email',
    )
    .prints('Goal');
  const given = addGiven(create, 'CreateGoalRequest');
  create.action(async (options) => {
    const wanted = await given(options, context);
    const { composeNew, tellLeft, warnOfUnknown } = await import('../../input/writing');
    const { fields, left } = composeNew('goal', wanted);
    const { out } = context;
    warnOfUnknown(out, 'CreateGoalRequest', fields);
    tellLeft(out, left);
    const goal = identified(
      await context.call('Creating', ({ goals: api }, call) =>
        api.create(fields as CreateGoalRequest, call),
      ),
    );
    await showGoal(out, goal);
    out.say(context.next(`goals attach ${goal.id} ${goal.agent_id ?? 'AGENT'}`));
  });
}
