/** `/agent`: who answers from now on. */
import type { Agent } from '@voicectl/sdk';
import { cleanLine } from '../../output/clean';
import type { AgentNames } from './agent-names';
import type { SlashCommand } from './command';
import { unlessLeft } from './unless-left';
import { unquoted } from './words';

export function agentCommand(names: AgentNames): SlashCommand {
  return {
    name: 'agent',
    takes: '[NAME or ID]',
    does: 'another agent answers; without one, pick from a list',
    completions: (room) => names.offered(room),
    async run(words, stage) {
      const { room, context, signal, say, aside } = stage;
      const { agentIdOf, stoppable } = await import('./which-agent');
      names.note(await room.agent());
      const word = unquoted(words);
      if (word === '' && !context.interactive) {
        say(sentence(await room.agent()));
        return undefined;
      }
      const id =
        word === '' ? await unlessLeft(context, aside(picked)) : await agentIdOf(word, stage);
      if (id === undefined) return undefined;
      const agent = await room.useAgent(id, signal);
      names.note(agent);
      say(sentence(agent));
      return undefined;

      async function picked(): Promise<string> {
        const { findAgentId } = await import('../../commands/find/agents');
        return findAgentId(stoppable(context, signal), undefined);
      }
    },
  };
}

function sentence({ id, name, status, version }: Agent): string {
  const state = [status, ...(version === undefined ? [] : [`version ${version}`])].join(', ');
  return cleanLine(`${name} answers (${state}; id ${id}).`);
}
