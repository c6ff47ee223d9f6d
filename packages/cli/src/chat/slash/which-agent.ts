/** Which agent somebody means in a chat: as commands find them, and by a part of a name. */
import type { Agent } from '@voicectl/sdk';
import { findAgentId } from '../../commands/find/agents';
import type { Context } from '../../context';
import { AmbiguousError, NoSuchRecordError, UsageError } from '../../failure/errors';
import type { Stage } from './command';
import { behindName, firstWord } from './words';

type Place = Pick<Stage, 'context' | 'room' | 'signal'>;

/** @throws UsageError when a word fits several; NoSuchRecordError. */
export async function agentIdOf(word: string, place: Place): Promise<string> {
  // To commands it means standard input, which is the chat's own.
  if (word === '-') throw new UsageError('- is no agent', 'Give an id or a name.');
  try {
    return await findAgentId(stoppable(place.context, place.signal), word);
  } catch (error) {
    if (!(error instanceof NoSuchRecordError)) throw error;
    return (await byName(word, place)) ?? Promise.reject(error);
  }
}

/**
 * Who is named at the beginning, and what stands behind: what is between quotes, else the longest that is a name, else all
 * of it as a part of one, else the first word.
 * @throws UsageError when a word fits several; NoSuchRecordError.
 */
export async function agentAndRest(
  words: string,
  place: Place,
): Promise<{ readonly id: string; readonly rest: string }> {
  // A name that was copied from a table may carry the marks that kept its direction.
  const said = words.replace(/[\u2066-\u2069]/g, '').trim();
  const [first, behind] = firstWord(said);
  if (behind === '' || said.startsWith('"')) {
    return { id: await agentIdOf(first, place), rest: behind };
  }
  const found = await foundBy(first, place);
  const named = found.flatMap(({ name }) => {
    const rest = behindName(said, String(name));
    return rest === undefined ? [] : [{ name: String(name), rest }];
  });
  const [longest] = named.sort((one, other) => one.rest.length - other.rest.length);
  if (longest) return { id: await agentIdOf(longest.name, place), rest: longest.rest };
  if (found.some((agent) => hasInName(agent, said))) {
    return { id: await agentIdOf(said, place), rest: '' };
  }
  return { id: await agentIdOf(first, place), rest: behind };
}

/** By a name whatever its case, else by a part of one. @throws AmbiguousError */
async function byName(word: string, place: Place): Promise<string | undefined> {
  const found = (await foundBy(word, place)).filter((agent) => hasInName(agent, word));
  const whole = found.filter(({ name }) => behindName(word, String(name)) === '');
  const [only, ...others] = whole.length > 0 ? whole : found;
  if (others.length > 0) throw ambiguous(word, whole.length > 0 ? whole : found);
  return only?.id;
}

async function foundBy(word: string, { room, signal }: Place): Promise<readonly Agent[]> {
  const found = [];
  const search = word.slice(0, 100);
  for await (const agent of room.client.agents.iterate({ search }, { signal })) found.push(agent);
  return found;
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
