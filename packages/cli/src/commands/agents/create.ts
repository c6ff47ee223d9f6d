/** `voicectl agents create`. */
import type { CreateAgentRequest } from '@voicectl/sdk';
import type { Context } from '../../context';
import { UsageError } from '../../failure';
import { addGiven, type Given } from '../../input/given';
import { identified } from '../identified';
import { showMade } from '../made';
import type { Verb } from '../verb';
import { showAgent, warnOfSts } from './view';

export function addCreate(agents: Verb, context: Context): void {
  const create = agents
    .command('create')
    .description('A new draft, from a file, from flags, or from both')
    .examples(
      'voicectl agents create -f agent.yaml',
      'voicectl agents create --name Support --instructions @prompt.md',
      'voicectl agents create -f agent.yaml --set modelConfig.modelSettings.temperature=0.2',
    )
    .prints('Agent')
    .previews();
  const given = addGiven(create, 'CreateAgentRequest');
  create.action(async (options) => {
    const wanted = await given(options, context);
    if (isEmpty(wanted)) {
      throw new UsageError(
        'Nothing to create an agent from',
        'Name a file by -f, or give --name and --instructions.',
      );
    }
    const { composeNew, tellLeft, warnOfUnknown } = await import('../../input/writing');
    const { fields, left } = composeNew('agent', wanted);
    const { out } = context;
    warnOfUnknown(out, 'CreateAgentRequest', fields);
    tellLeft(out, left);
    const agent = identified(
      await context.call('Creating', ({ agents: api }, call) =>
        api.create(fields as CreateAgentRequest, call),
      ),
    );
    await showMade(context, 'agent', agent.id, () => showAgent(out, agent));
    warnOfSts(out, agent);
    out.say(`Created as a draft. ${context.next(`agents activate ${agent.id}`)}`);
  });
}

function isEmpty({ document, edits, flags }: Given): boolean {
  return Object.keys({ ...document, ...flags }).length + edits.length === 0;
}
