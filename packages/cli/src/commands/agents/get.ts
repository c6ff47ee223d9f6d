/** `voicectl agents get`. */
import type { Agent } from '@voicectl/sdk';
import type { Context } from '../../context';
import { agentsHelp, findAgents } from '../find/agents';
import { identified } from '../identified';
import type { Verb } from '../verb';
import { addWatch } from '../watch';
import { agentColumns, showAgent } from './view';

export function addGet(agents: Verb, context: Context): void {
  const get = agents
    .command('get')
    .description('One agent, whole; or several')
    .examples(
      'voicectl agents get "Customer Support Agent"',
      'voicectl agents get ID -o yaml > agent.yaml',
      'voicectl agents get ID --query instructions',
    )
    .prints('Agent')
    .previews()
    .endsUnread()
    .argument('[agents...]', agentsHelp);
  const watched = addWatch(get, context);
  get.action(async (refs: readonly string[], options) => {
    const { out } = context;
    const found = await findAgents(context, refs);
    await watched(options, async () => {
      const records: Agent[] = [];
      for (const { id } of found) {
        const read = context.call('Reading', ({ agents: api }, call) => api.get(id, call));
        records.push(identified(await read));
      }
      const [only] = records;
      if (records.length === 1 && only) return showAgent(out, only);
      await out.show({ data: records }, () => ({ columns: agentColumns(out), rows: records }));
    });
  });
}
