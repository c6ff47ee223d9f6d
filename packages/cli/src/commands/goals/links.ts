/** `voicectl goals attach` and `detach`: which goal an agent pursues. */
import type { Context } from '../../context';
import { addFields } from '../../input/fields';
import { agentHelp, findAgentId } from '../find/agents';
import { findGoalId, goalHelp } from '../find/goals';
import type { Verb } from '../verb';
import { orNothingAttached, orSwapped } from './link-failures';

export function addLinks(goals: Verb, context: Context): void {
  goals
    .command('attach')
    .description('Attach a goal to an agent, in place of whatever is attached')
    .examples('voicectl goals attach "Book a callback" "Customer Support Agent"')
    .prints('GoalReceipt')
    .previews()
    .argument('[goal]', goalHelp)
    .argument('[agent]', agentHelp)
    .action(async (goal: string | undefined, agent: string | undefined) => {
      const { goalId, agentId, receipt } = await attach(context, goal, agent).catch(
        async (error: unknown) => {
          throw await orSwapped(context, error, goal, agent);
        },
      );
      await context.out.show(receipt, () => ({
        fields: [
          ['attached', goalId],
          ['agent', agentId],
        ],
      }));
    });

  const detach = goals
    .command('detach')
    .description('Take the attached goal off an agent')
    .examples('voicectl goals detach "Customer Support Agent"')
    .prints('GoalReceipt')
    .previews()
    .argument('[agent]', agentHelp);
  const fields = addFields(detach, 'DetachGoalRequest', { except: ['agentId'] });
  detach.action(async (agent: string | undefined, options) => {
    const agentId = await findAgentId(context, agent);
    const named = fields.read(options);
    const receipt = await context
      .call('Detaching', ({ goals: api }, call) => api.detach({ ...named, agentId }, call))
      .catch(async (error: unknown) => {
        throw Object.keys(named).length > 0
          ? error
          : await orNothingAttached(context, error, agentId);
      });
    await context.out.show(receipt, () => ({ fields: [['detached from', agentId]] }));
  });
}

async function attach(context: Context, goal: string | undefined, agent: string | undefined) {
  const goalId = await findGoalId(context, goal);
  const agentId = await findAgentId(context, agent);
  const receipt = await context.call('Attaching', ({ goals: api }, call) =>
    api.attach({ goalId, agentId }, call),
  );
  return { goalId, agentId, receipt };
}
