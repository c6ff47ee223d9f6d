/** `voicectl agents copy`. */
import type { CreateAgentRequest } from '@voicectl/sdk';
import type { Context } from '../../context';
import { addGiven } from '../../input/given';
import { agentHelp, findAgentId } from '../find/agents';
import { identified } from '../identified';
import { showMade } from '../made';
import type { Verb } from '../verb';
import { showAgent, warnOfSts } from './view';

export function addCopy(agents: Verb, context: Context): void {
  const copy = agents
    .command('copy')
    .description('A new draft that is like an agent, but for what you say')
    .examples(
      'voicectl agents copy "Customer Support Agent"',
      'voicectl agents copy ID --name "Support, colder" --set modelConfig.modelSettings.temperature=0.2',
    )
    .prints('Agent')
    .previews()
    .argument('[agent]', agentHelp);
  const given = addGiven(copy, 'CreateAgentRequest', { document: false });
  copy.action(async (ref: string | undefined, options) => {
    const { out, signal } = context;
    const wanted = await given(options, context);
    const { composeNew, known, warnOfUnknown } = await import('../../input/writing');
    const id = await findAgentId(context, ref);
    const client = await context.client();
    const original = identified(await out.wait('Reading', client.agents.get(id, { signal })));
    const { fields: copied, left } = known('agent', original);
    const document = { ...copied, name: copyOf(String(original.name)) };
    const { fields } = composeNew('agent', { ...wanted, document });
    warnOfUnknown(out, 'CreateAgentRequest', fields);
    if (left.length > 0)
      out.warn(`Not copied, since the contract does not know it: ${left.join(', ')}`);
    if (fields.resolutionCriteria === undefined) {
      out.warn(
        "Resolution criteria can't be read, so the copy has none: --set or update gives it some",
      );
    }
    const agent = identified(
      await context.call('Copying', ({ agents: api }, call) =>
        api.create(fields as CreateAgentRequest, call),
      ),
    );
    await showMade(context, 'agent', agent.id, () => showAgent(out, agent));
    warnOfSts(out, agent);
    out.say(`Copied as a draft. ${context.next(`agents activate ${agent.id}`)}`);
  });
}

/** A name may have 128 characters, and no half of one at its end. */
export function copyOf(name: string): string {
  return `Copy of ${name}`.slice(0, 128).replace(/[\ud800-\udbff]$/, '');
}
