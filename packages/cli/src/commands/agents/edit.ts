/** `voicectl agents edit`. */
import type { Agent, UpdateAgentRequest } from '@voicectl/sdk';
import type { Context } from '../../context';
import { agentHelp, findAgentId } from '../find/agents';
import { identified } from '../identified';
import type { Verb } from '../verb';
import { showAgent, warnOfSts } from './view';

export function addEdit(agents: Verb, context: Context): void {
  agents
    .command('edit')
    .description('Change an agent in your editor (VISUAL or EDITOR); asks before it sends')
    .examples(
      'voicectl agents edit "Customer Support Agent"',
      'EDITOR="code --wait" voicectl agents edit ID',
    )
    .prints('Agent')
    .previews()
    .argument('[agent]', agentHelp)
    .option('-y, --yes', 'send the changes without asking')
    .action(async (ref: string | undefined, { yes }) => {
      const { out, signal } = context;
      const id = await findAgentId(context, ref);
      const client = await context.client();
      const { editRecord } = await import('../../edit/edit-record');
      const agent = await editRecord<Agent>(
        context,
        {
          kind: 'agent',
          read: async () =>
            identified(await out.wait('Reading', client.agents.get(id, { signal }))),
          send: async (changes) =>
            identified(
              await context.call('Updating', ({ agents: api }, call) =>
                api.update(id, changes as UpdateAgentRequest, call),
              ),
            ),
        },
        yes,
      );
      await showAgent(out, agent);
      warnOfSts(out, agent);
    });
}
