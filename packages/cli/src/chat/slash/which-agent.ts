/** Which agent somebody means in a chat: as commands find them, and by a part of a name. */
import type { Agent } from '@voicectl/sdk';
import { findAgentId } from '../../commands/find/agents';
import type { Context } from '../../context';
import { AmbiguousError, NoSuchRecordError, UsageError } from '../../failure/errors';
import type { Stage } from './command';

/** @throws UsageError when a word fits several; NoSuchRecordError. */
export async function agentIdOf(
  word: string,
  { context, room, signal }: Pick<Stage, 'context' | 'room' | 'signal'>,
): Promise<string> {
  // To commands it means standard input, which is the chat's own.
  if (word === '-') throw new UsageError('- is no agent', 'Give an id or a name.');
  try {
    return await findAgentId(stoppable(context, signal), word);
  } catch (error) {
    if (!(error instanceof NoSuchRecordError)) throw error;
    const found = [];
    const parts = room.client.agents.iterate({ search: word.slice(0, 100) }, { signal });
    for await (const agent of parts) if (hasInName(agent, word)) found.push(agent);
    const [only, ...others] = found;
    if (only === undefined) throw error;
    if (others.length > 0) throw ambiguous(word, found);
    return only.id;
  }
}

/** The same, but it ends with the command. */
export function stoppable(context: Context, signal: AbortSignal): Context {
  const value = AbortSignal.any([context.signal, signal]);
  return Object.create(context, { signal: { value } }) as Context;
}

/** The search also finds what only has the word in its description. */
function hasInName({ name }: Agent, word: string): boolean {
  return String(name).toLowerCase().includes(word.toLowerCase());
}

function ambiguous(word: string, agents: readonly Agent[]): AmbiguousError {
  const shown = agents.slice(0, 5).map(({ id, name }) => `${name} (${id.slice(0, 8)})`);
  const more = agents.length > 5 ? `, and ${agents.length - 5} more` : '';
  return new AmbiguousError(
    `${agents.length} agents have ${JSON.stringify(word)} in their name: ${shown.join(', ')}${more}`,
    'Give more of the name, or the beginning of the id.',
    word,
    agents.map(({ id }) => id),
  );
}
