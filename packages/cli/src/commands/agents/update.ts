/** `voicectl agents update`. */
import type { Agent, UpdateAgentRequest } from '@voicectl/sdk';
import type { Context } from '../../context';
import { addGiven } from '../../input/given';
import { agentHelp, findAgentId } from '../find/agents';
import { identified } from '../identified';
import type { Verb } from '../verb';
import { showAgent, warnOfSts } from './view';

export function addUpdate(agents: Verb, context: Context): void {
  const update = agents
    .command('update')
    .description('Change the given fields only; metadata is merged, other objects are completed')
    .examples(
      'voicectl agents update ID --instructions @prompt.md',
      'voicectl agents update ID -f changes.yaml',
      'voicectl agents update ID --set modelConfig.modelSettings.temperature=0.2 --unset policy',
    )
    .prints('Agent')
    .previews()
    .argument('[agent]', agentHelp);
  const given = addGiven(update, 'UpdateAgentRequest');
  update.action(async (ref: string | undefined, options) => {
    const wanted = await given(options, context);
    const { changesOf } = await import('../../input/writing');
    const id = await findAgentId(context, ref);
    const read = async () =>
      identified(
        await context.out.wait(
          'Reading',
          (await context.client()).agents.get(id, { signal: context.signal }),
        ),
      );
    const { fields, unchanged } = await changesOf(context, 'agent', wanted, read);
    if (unchanged !== undefined) return showAgent(context.out, unchanged);
    const agent: Agent = identified(
      await context.call('Updating', ({ agents: api }, call) =>
        api.update(id, fields as UpdateAgentRequest, call),
      ),
    );
    await showAgent(context.out, agent);
    warnOfSts(context.out, agent);
    const { version } = agent;
    context.out.say(typeof version === 'number' ? `Saved (version ${version}).` : 'Saved.');
  });
}
