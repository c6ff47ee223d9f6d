/** `voicectl goals create`. */
import type { CreateGoalRequest } from '@voicectl/sdk';
import type { Context } from '../../context';
import { addDocument } from '../../input/document';
import { addFields } from '../../input/fields';
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
    )
    .prints('Goal');
  const document = addDocument(create);
  const fields = addFields(create, 'CreateGoalRequest');
  create.action(async (options) => {
    const input = { ...(await document(options, context)), ...fields.read(options) };
    const { out } = context;
    const { warnOfUnknown } = await import('../../input/unknown');
    warnOfUnknown(out, 'CreateGoalRequest', input);
    const goal = identified(
      await context.call('Creating', ({ goals: api }, call) =>
        api.create(input as CreateGoalRequest, call),
      ),
    );
    await showGoal(out, goal);
    out.say(context.next(`goals attach ${goal.id} ${goal.agent_id ?? 'AGENT'}`));
  });
}
