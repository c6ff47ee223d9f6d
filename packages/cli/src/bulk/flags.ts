/** The flags of every verb that many records can have at once. */
import type { Verb } from '../commands/verb';
import { UsageError } from '../failure';
import { age } from '../input/age';
import { addFields, flagOf } from '../input/fields';
import { wholeNumber } from '../input/whole-number';

/** What was asked for on the command line, beside names. */
export interface Wishes {
  /** Sent to the server with the list. */
  readonly query: Readonly<Record<string, unknown>>;
  readonly olderThan?: number | undefined;
  readonly newerThan?: number | undefined;
  readonly resume?: string | undefined;
  readonly yes?: boolean | undefined;
  readonly concurrency: number;
  readonly failFast?: boolean | undefined;
  readonly resumeFile?: string | undefined;
}

export const usualConcurrency = 4;
const notFilters = ['page', 'limit', 'offset', 'sortBy', 'sortOrder', 'adminMode', 'userId'];

/** The function reads them. */
export function addBulkFlags(
  verb: Verb,
  request: 'AgentQueryParams' | 'ListGoalsRequest',
): (options: Readonly<Record<string, unknown>>) => Wishes {
  verb.optionsGroup('Many, in place of names:');
  const fields = addFields(verb, request, { except: notFilters });
  verb
    .option('--older-than <age>', 'last changed longer ago than that: 30d, 12h, 2w', age)
    .option('--newer-than <age>', 'changed since', age)
    .option('--resume <file>', 'go on with what a run has left, by the file that it wrote')
    .optionsGroup('Going about it:')
    .option('-y, --yes', 'do not ask')
    .option('--concurrency <number>', 'so many at once (1-32, default 4)', wholeNumber(1, 32))
    .option('--fail-fast', 'begin no more after the first failure')
    .option(
      '--resume-file <file>',
      'where to write what failed or is left; default below .voicectl',
    );
  return (options) => {
    const { concurrency = usualConcurrency } = options as Partial<Wishes>;
    return { ...(options as Partial<Wishes>), concurrency, query: filled(fields.read(options)) };
  };
}

export function isFiltered({ query, olderThan, newerThan }: Wishes): boolean {
  return Object.keys(query).length > 0 || olderThan !== undefined || newerThan !== undefined;
}

/** Whether a single record was named, so that nothing about it is bulk. */
export function namesOne(refs: readonly string[], wishes: Wishes): boolean {
  return refs.length === 1 && refs[0] !== '-' && !isFiltered(wishes) && wishes.resume === undefined;
}

/** @throws UsageError for an empty text: a variable that is not set would mean everything. */
function filled(query: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const empty = Object.keys(query).find((name) => String(query[name]).trim() === '');
  if (empty === undefined) return query;
  throw new UsageError(`${flagOf(empty)} is empty`, 'Leave it out to have no such filter.');
}
