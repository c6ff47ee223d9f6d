/** Which records a person means: by id, by the beginning of an id, by exact name, from a pipe, or by picking from a list. */
import type { Context } from '../../context';
import { AmbiguousError, NoSuchRecordError, UsageError } from '../../failure';
import { readLines } from '../../input/lines';
import { search } from '../../input/search';
import { nearest } from '../../nearest';
import { cleanLine } from '../../output/clean';
import { identified } from '../identified';

/** A record as far as it has to be told from others. */
export interface Named {
  readonly id: string;
  readonly name?: string | undefined;
  readonly status?: string | undefined;
}

/** Where records of a kind are looked up. */
export interface Directory<T extends Named> {
  readonly kind: 'agent' | 'goal';
  /** All that may be meant by a word; everything without one. */
  search(word: string | undefined): AsyncIterable<T>;
  /** By an id; undefined when there is none. */
  get(id: string): Promise<T | undefined>;
}

/**
 * @param refs none of them: a person is asked. `-` stands for the lines of standard input.
 * @throws NoSuchRecordError | UsageError when a word fits none or more than one.
 */
export async function findAll<T extends Named>(
  context: Context,
  directory: Directory<T>,
  refs: readonly string[],
): Promise<readonly (T | Named)[]> {
  if (refs.length === 0) return [await picked(context, directory)];
  const words = (
    await Promise.all(refs.map(async (ref) => (ref === '-' ? readLines(context) : [ref])))
  )
    .flat()
    // A name that was copied from a table may carry the marks that kept its direction.
    .map((word) => word.replace(/[\u2066-\u2069]/g, ''));
  const unsure = words.filter((word) => !uuid.test(word));
  // A list is walked once for many words, and not at all for ids.
  const everything =
    unsure.length > 3 || unsure.some(mayBeginId)
      ? await collect(directory.search(undefined))
      : undefined;
  const found = new Map<string, T | Named>();
  for (const word of words) {
    const record = uuid.test(word) ? { id: word } : await named(directory, word, everything);
    if (!found.has(record.id)) found.set(record.id, record);
  }
  return [...found.values()];
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function mayBeginId(word: string): boolean {
  return /^[0-9a-f][0-9a-f-]{3,}$/i.test(word);
}

async function named<T extends Named>(
  directory: Directory<T>,
  word: string,
  everything: readonly T[] | undefined,
): Promise<T> {
  const { kind } = directory;
  if (word.trim() === '') throw new UsageError(`The ${kind} must be an id or a name, not empty`);
  const among = everything ?? (await collect(directory.search(word)));
  const exact = among.filter(({ name }) => name === word);
  const begins = (id: string) =>
    mayBeginId(word) && id.toLowerCase().startsWith(word.toLowerCase());
  const fitting = exact.length > 0 ? exact : among.filter(({ id }) => begins(String(id)));
  const [record, ...others] = fitting;
  if (others.length > 0) throw ambiguous(kind, word, fitting, exact.length > 0);
  // Ids are UUIDs as documented, but a server may have others.
  const sure = record ?? (await directory.get(word));
  if (sure) return identified(sure);
  const known = everything ?? (await collect(directory.search(undefined), enoughToGuess));
  const meant = nearest(
    word,
    known.map(({ name }) => name ?? ''),
  );
  throw new NoSuchRecordError(kind, word, meant);
}

function ambiguous(
  kind: string,
  word: string,
  fitting: readonly Named[],
  byName: boolean,
): UsageError {
  const shown = fitting
    .slice(0, 5)
    .map(({ id, name, status }) => `${id} (${byName ? status : name})`)
    .join(', ');
  const more = fitting.length > 5 ? `, and ${fitting.length - 5} more` : '';
  const are = byName ? 'are named' : 'have an id that begins with';
  return new AmbiguousError(
    `${fitting.length} ${kind}s ${are} ${JSON.stringify(word)}: ${shown}${more}`,
    byName ? 'Use an id.' : 'Give more of the id.',
    word,
    fitting.map(({ id }) => id),
  );
}

/** @throws UsageError where nobody can be asked, or there is nothing to pick. */
async function picked<T extends Named>(context: Context, directory: Directory<T>): Promise<T> {
  const { kind } = directory;
  if (!context.interactive) {
    throw new UsageError(
      `Which ${kind}?`,
      `Name one by its id, the beginning of it, or its exact name; - reads them from standard input.`,
    );
  }
  const all = await context.out.wait('Reading', collect(directory.search(undefined)));
  if (all.length === 0) {
    throw new UsageError(`There is no ${kind} yet`, `voicectl ${kind}s create makes one.`);
  }
  const id = await search(
    context,
    `Which ${kind}?`,
    all.map(({ id, name, status }) => ({
      // Two of one name are told apart by their ids.
      name: cleanLine(`${name} (${status}) ${id.slice(0, 8)}`),
      value: id,
    })),
  );
  return all.find((record) => record.id === id) as T;
}

/** Names that a slip is compared with: a page or two, not a whole platform. */
const enoughToGuess = 200;

async function collect<T extends Named>(
  source: AsyncIterable<T>,
  most = Number.POSITIVE_INFINITY,
): Promise<T[]> {
  const all: T[] = [];
  for await (const each of source) {
    // A server may list anything.
    if (typeof each?.id === 'string') all.push(each);
    if (all.length >= most) break;
  }
  return all;
}
