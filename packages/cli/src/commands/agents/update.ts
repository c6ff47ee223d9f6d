/** `voicectl agents update`. */
import type { UpdateAgentRequest } from '@voicectl/sdk';
import type { Context } from '../../context';
import { addDocument } from '../../input/document';
import { addFields } from '../../input/fields';
import { agentHelp, findAgentId } from '../find/agents';
import { identified } from '../identified';
import type { Verb } from '../verb';
import { showAgent, warnOfSts } from './view';

export function addUpdate(agents: Verb, context: Context): void {
  const update = agents
    .command('update')
    .description('Change the given fields only; metadata is merged')
    .examples(
      'voicectl agents update ID --instructions @prompt.md',
      'voicectl agents update ID -f changes.yaml',
    )
    .prints('Agent')
    .argument('[agent]', agentHelp);
  const document = addDocument(update);
  const fields = addFields(update, 'UpdateAgentRequest');
  update.action(async (ref: string | undefined, options) => {
    const changes = { ...(await document(options, context)), ...fields.read(options) };
    const { out } = context;
    const id = await findAgentId(context, ref);
    const { warnOfUnknown } = await import('../../input/unknown');
    warnOfUnknown(out, 'UpdateAgentRequest', changes);
    const agent = identified(
      await context.call('Updating', ({ agents: api }, call) =>
        api.update(id, changes as UpdateAgentRequest, call),
      ),
    );
    await showAgent(out, agent);
    warnOfSts(out, agent);
    if (Object.keys(changes).length === 0) out.say('Nothing was given, so nothing has changed.');
  });
}
