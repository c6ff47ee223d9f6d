/** `/context`: whether earlier turns go with each message. */
import type { Agent } from '@voicectl/sdk';
import { UsageError } from '../../failure/errors';
import { rememberedTurns } from '../carry';
import type { Room } from '../room';
import type { SlashCommand } from './command';

export const context: SlashCommand = {
  name: 'context',
  takes: 'on|off',
  does: 'earlier turns go with each message: the platform keeps no thread',
  completions: () => ['on', 'off'],
  async run(words, { room, say }) {
    const word = words.toLowerCase();
    if (!['', 'on', 'off'].includes(word)) {
      throw new UsageError(`/context is on or off, not ${JSON.stringify(words)}`);
    }
    // How much goes along is the agent's setting, so it has to be known.
    const { memoryConfig } = await room.agent();
    if (word !== '') room.carry(word === 'on');
    say(carriedText(room, memoryConfig));
    return undefined;
  },
};

/** Pure. */
export function carriedText(
  { carried }: Pick<Room, 'carried'>,
  memory: Agent['memoryConfig'] | undefined,
): string {
  if (!carried) return 'Context is off: each message goes alone.';
  const remembered = rememberedTurns(memory);
  if (remembered === 0) {
    return "Context is on, but the agent's memory is switched off: each message goes alone.";
  }
  const most = `the agent is set to remember ${plural(remembered)}`;
  const { turns, characters, limit } = carried;
  if (turns === 0) return `Context is on: nothing is there yet to go along (${most}).`;
  const share = `${characters} of ${limit} characters`;
  return `Context is on: the next message carries ${plural(turns)}, ${share} (${most}).`;
}

const plural = (turns: number) => (turns === 1 ? 'one turn' : `${turns} turns`);
