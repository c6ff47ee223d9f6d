/** `voicectl goals create`. */
import type { CreateGoalRequest } from '@voicectl/sdk';
import type { Context } from '../../context';
import { UsageError } from '../../failure';
import type { Fields } from '../../input/assign';
import { addGiven } from '../../input/given';
import { identified } from '../identified';
import { showMade } from '../made';
import type { Verb } from '../verb';
import { addAgentFlag, withAgentId } from './owner';
import { showGoal } from './view';

export function addCreate(goals: Verb, context: Context): void {
  const create = goals
    .command('create')
    .description('A new goal, from a file, from flags, or from both')
    .examples(
      'voicectl goals create --name "Book a callback" --agent-id "Customer Support Agent"',
      'voicectl goals create -f goal.yaml',
      'voicectl goals create -f goal.yaml --set lead_info_fields[].name=email',
    )
    .prints('Goal')
    .previews();
  const given = addGiven(create, 'CreateGoalRequest');
  addAgentFlag(create);
  create.action(async (options) => {
    const wanted = await given(await withAgentId(options, context), context);
    const { composeNew, tellLeft, warnOfUnknown } = await import('../../input/writing');
    const { fields, left } = composeNew('goal', wanted);
    refuseWithout(fields);
    const { out } = context;
    warnOfUnknown(out, 'CreateGoalRequest', fields);
    tellLeft(out, left);
    const goal = identified(
      await context.call('Creating', ({ goals: api }, call) =>
        api.create(fields as CreateGoalRequest, call),
      ),
    );
    await showMade(context, 'goal', goal.id, () => showGoal(out, goal));
    out.say(context.next(`goals attach ${goal.id} ${goal.agent_id ?? 'AGENT'}`));
  });
}

/** @throws UsageError in the words of the command line; the contract has its own. */
function refuseWithout(fields: Fields): void {
  const flags = { name: '--name', agent_id: '--agent-id' };
  const missing = Object.entries(flags).filter(([name]) => fields[name] === undefined);
  if (missing.length === 0) return;
  throw new UsageError(
    `A goal needs ${missing.map(([, flag]) => flag).join(' and ')}`,
    'A file named by -f may have them, too.',
    missing.map(([path, flag]) => ({ path, message: `is required: ${flag}` })),
  );
}
