/** `voicectl agents activate`, `archive` and `restore`: the lifecycle, for one agent or for many. */
import type { Transition } from '@voicectl/sdk';
import { addBulkFlags, namesOne } from '../../bulk/flags';
import type { Context } from '../../context';
import { transitions } from '../../input/request-fields.at-build';
import { agentsHelp, findAgentId } from '../find/agents';
import { identified } from '../identified';
import type { Verb } from '../verb';
import { agentColumns } from './view';

const manyExamples: Readonly<Record<Transition, string>> = {
  activate: 'voicectl agents activate --status draft --search support',
  archive: 'voicectl agents archive --status draft --older-than 30d',
  restore: 'voicectl agents list --status archived -o id | voicectl agents restore - --yes',
};

export function addTransitions(agents: Verb, context: Context): void {
  for (const name of Object.keys(transitions) as Transition[]) {
    const { from, to } = transitions[name];
    const verb = agents
      .command(name)
      .description(`${from.join(' or ')} to ${to}`)
      .examples(`voicectl agents ${name} "Customer Support Agent"`, manyExamples[name])
      .prints('Agent', 'BulkResult')
      .previews()
      .argument('[agents...]', agentsHelp);
    const read = addBulkFlags(verb, 'AgentQueryParams');
    verb.action(async (refs: readonly string[], options) => {
      const wishes = read(options);
      if (namesOne(refs, wishes)) return moveOne(context, name, refs[0]);
      const { bulk } = await import('../../bulk/bulk');
      const { transition } = await import('../../bulk/works');
      await bulk(context, transition(name), refs, wishes);
    });
  }
}

async function moveOne(context: Context, name: Transition, ref: string | undefined): Promise<void> {
  const { out } = context;
  const id = await findAgentId(context, ref);
  const agent = identified(
    await context.call(`To ${transitions[name].to}`, ({ agents: api }, options) =>
      api[name](id, options),
    ),
  );
  await out.show(agent, () => ({ columns: agentColumns(out), rows: [agent] }));
  if (name === 'activate') out.say(context.next(`play ${agent.id}`));
}
