/** `voicectl agents create`. */
import type { CreateAgentRequest } from '@voicectl/sdk';
import type { Context } from '../../context';
import { UsageError } from '../../failure';
import { addDocument } from '../../input/document';
import { addFields } from '../../input/fields';
import { identified } from '../identified';
import type { Verb } from '../verb';
import { showAgent, warnOfSts } from './view';

export function addCreate(agents: Verb, context: Context): void {
  const create = agents
    .command('create')
    .description('A new draft, from a file, from flags, or from both')
    .examples(
      'voicectl agents create -f agent.yaml',
      'voicectl agents create --name Support --instructions @prompt.md',
    )
    .prints('Agent');
  const document = addDocument(create);
  const fields = addFields(create, 'CreateAgentRequest');
  create.action(async (options) => {
    const input = { ...(await document(options, context)), ...fields.read(options) };
    if (Object.keys(input).length === 0) {
      throw new UsageError(
        'An agent of what?',
        'Name a file by -f, or give --name and --instructions.',
      );
    }
    const { out } = context;
    const { warnOfUnknown } = await import('../../input/unknown');
    warnOfUnknown(out, 'CreateAgentRequest', input);
    const agent = identified(
      await context.call('Creating', ({ agents: api }, call) =>
        api.create(input as CreateAgentRequest, call),
      ),
    );
    await showAgent(out, agent);
    warnOfSts(out, agent);
    out.say(`Created as a draft. ${context.next(`agents activate ${agent.id}`)}`);
  });
}
