/** `voicectl agents get`. */
import type { Agent } from '@voicectl/sdk';
import type { Context } from '../../context';
import { agentsHelp, findAgents } from '../find/agents';
import { identified } from '../identified';
import type { Verb } from '../verb';
import { agentTable, showAgent } from './view';

export function addGet(agents: Verb, context: Context): void {
  agents
    .command('get')
    .description('One agent, whole; or several')
    .examples(
      'voicectl agents get "Customer Support Agent"',
      'voicectl agents get ID -o yaml > agent.yaml',
      'voicectl agents get ID --query instructions',
    )
    .prints('Agent')
    .argument('[agents...]', agentsHelp)
    .action(async (refs: readonly string[]) => {
      const { out } = context;
      const found = await findAgents(context, refs);
      const records: Agent[] = [];
      for (const { id } of found) {
        records.push(
          identified(
            await context.call('Reading', ({ agents: api }, options) => api.get(id, options)),
          ),
        );
      }
      const [only] = records;
      if (records.length === 1 && only) return showAgent(out, only);
      await out.show({ data: records }, () => agentTable(out, records));
    });
}
