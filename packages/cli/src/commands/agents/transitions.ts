/** `voicectl agents activate`, `archive` and `restore`: the lifecycle. */
import type { Transition } from '@voicectl/sdk';
import type { Context } from '../../context';
import { transitions } from '../../input/request-fields.at-build';
import { agentHelp, findAgentId } from '../find/agents';
import { identified } from '../identified';
import type { Verb } from '../verb';
import { agentTable } from './view';

export function addTransitions(agents: Verb, context: Context): void {
  for (const name of Object.keys(transitions) as Transition[]) {
    const { from, to } = transitions[name];
    agents
      .command(name)
      .description(`${from.join(' or ')} to ${to}`)
      .examples(`voicectl agents ${name} "Customer Support Agent"`)
      .prints('Agent')
      .argument('[agent]', agentHelp)
      .action(async (ref: string | undefined) => {
        const { out } = context;
        const id = await findAgentId(context, ref);
        const agent = identified(
          await context.call(`To ${to}`, ({ agents: api }, options) => api[name](id, options)),
        );
        await out.show(agent, () => agentTable(out, [agent]));
      });
  }
}
