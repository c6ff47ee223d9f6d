/** A record as a text that can be edited, and back: what would change, and what is wrong. Pure; brings zod and yaml. */

import { isDeepStrictEqual } from 'node:util';
import { problemsOf } from '@voicectl/sdk/contract';
import { UsageError } from '../failure';
import { at, type Fields } from '../input/assign';
import { type Kind, kinds, type Schema } from '../input/contract';
import { differing, merged, type Problem, withoutNulls } from '../input/record';
import { keptKeys } from '../input/told';
import { parseYaml } from '../input/yaml';
import { isRecord } from '../is-record';

/** What can be changed of a record, in the contract's order; null where nothing is. */
export function editable(kind: Kind, record: Fields): Fields {
  const { update } = kinds[kind];
  const { fields } = withoutNulls(update, record, undefined);
  return Object.fromEntries(
    Object.keys(update.shape).flatMap((name) => {
      const value = at(fields, [name]);
      // Write-only, where the server does not show it all the same.
      if (name === 'resolutionCriteria' && (value ?? null) === null) return [];
      // Lines end alike in an editor; a text that differs by nothing else is not sent.
      return [[name, typeof value === 'string' ? value.replace(/\r\n?/g, '\n') : (value ?? null)]];
    }),
  );
}

/** One object. */
export function read(source: string): { fields: Fields } | { problems: readonly Problem[] } {
  try {
    const value = parseYaml(source, 'The text');
    if (isRecord(value)) return { fields: value };
    return { problems: [{ path: '', message: 'The text must hold fields, as in name: Support' }] };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return { problems: [{ path: '', message: error.message }] };
  }
}

/** Whether somebody has taken everything away, to say that nothing is wanted. */
export function isEmpty(source: string): boolean {
  return source.replace(/^\s*#.*$/gm, '').trim() === '';
}

/** What somebody wants who has made `edited` of `before`, and what of it can't be had. */
export function changesBetween(
  kind: Kind,
  before: Fields,
  edited: Fields,
): { fields: Fields; problems: readonly Problem[] } {
  const { update } = kinds[kind];
  const removed = Object.keys(before).filter(
    (name) => !Object.hasOwn(edited, name) && !isDeepStrictEqual(before[name], {}),
  );
  const wanted = { ...edited, ...Object.fromEntries(removed.map((name) => [name, null])) };
  const { fields, problems } = withoutNulls(update, wanted, before);
  const changes = differing(kind, fields, before);
  const empty = Object.keys(changes).length === 0;
  return {
    fields: changes,
    problems: [
      ...problems,
      ...keptKeys(fields, before).map((key) => ({
        path: `${merged}.${key}`,
        message: `can't be taken away: the server merges ${merged}. Give it another value`,
      })),
      ...(empty ? [] : problemsIn(update, changes)),
    ],
  };
}

/** The record as it would be. */
export function applied(before: Fields, changes: Fields): Fields {
  const metadata = at(changes, [merged]);
  const now = at(before, [merged]);
  const whole = isRecord(metadata) && isRecord(now) ? { [merged]: { ...now, ...metadata } } : {};
  return { ...before, ...changes, ...whole };
}

export function problemsIn(schema: Schema, fields: Fields): readonly Problem[] {
  return problemsOf(schema, fields) ?? [];
}
