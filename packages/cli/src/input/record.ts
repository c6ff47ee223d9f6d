/** Records as the server gives them, turned into what a request may hold. Pure. */

import { isDeepStrictEqual } from 'node:util';
import { isRecord } from '../is-record';
import { at, type Fields, withoutFields } from './assign';
import { type Kind, kinds, readOnlyFields, type Schema, schemasAt, takes } from './contract';

export interface Problem {
  readonly path: string;
  readonly message: string;
}

/** What the server merges instead of replacing it (documented for agents). */
export const merged = 'metadata';

/** Whether a document is a record, and not only fields for one. */
export function isRecordDocument(kind: Kind, document: Fields): boolean {
  const readOnly = readOnlyFields(kind);
  return Object.keys(document).some((name) => readOnly.has(name));
}

/** Of a record only what the contract knows, and the names of the rest: nobody knows whether that may be written. */
export function known(kind: Kind, record: Fields): { fields: Fields; left: string[] } {
  const { shape } = kinds[kind].record;
  const left = Object.keys(record).filter((name) => !Object.hasOwn(shape, name));
  return { fields: withoutFields(record, new Set(left)), left };
}

/** What may be written, and the names of what may not. */
export function writable(kind: Kind, document: Fields): { fields: Fields; left: string[] } {
  const readOnly = readOnlyFields(kind);
  const left = Object.keys(document).filter((name) => readOnly.has(name));
  return { fields: withoutFields(document, readOnly), left };
}

/**
 * A record says null where nothing is, where a request only leaves out. So nulls that no request takes are left out,
 * but where the server has something: then somebody wants to clear it, which the server does not offer.
 */
export function withoutNulls(
  schema: Schema,
  fields: Fields,
  present: Fields | undefined,
): { fields: Fields; problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const walk = (value: Fields, schemas: readonly Schema[], place: readonly string[]): Fields =>
    Object.fromEntries(
      Object.entries(value).flatMap(([name, item]) => {
        const inner = schemasAt(schemas, [name]);
        const here = [...place, name];
        if (item === null && inner.length > 0 && !takes(inner, null)) {
          if ((at(present, here) ?? null) !== null) problems.push(uncleared(inner, here));
          return [];
        }
        return [[name, isRecord(item) ? walk(item, inner, here) : item]];
      }),
    );
  return { fields: walk(fields, [schema], []), problems };
}

/** Whether there is a null that no request takes: only the present record tells what it means. */
export function hasDoubtfulNulls(schema: Schema, fields: Fields): boolean {
  return !isDeepStrictEqual(withoutNulls(schema, fields, undefined).fields, { ...fields });
}

/** The fields that would change something, of metadata only the keys that would. */
export function differing(kind: Kind, wanted: Fields, present: Fields): Fields {
  // Both without nulls, so that a null and nothing are the same.
  const { fields: now } = withoutNulls(kinds[kind].update, present, undefined);
  return Object.fromEntries(
    Object.entries(wanted).flatMap(([name, value]) => {
      const before = at(now, [name]) ?? null;
      if (isDeepStrictEqual(value, before)) return [];
      if (name !== merged || !isRecord(value) || !isRecord(before)) return [[name, value]];
      const changed = differingKeys(value, before);
      return Object.keys(changed).length === 0 ? [] : [[name, changed]];
    }),
  );
}

function differingKeys(wanted: Fields, before: Fields): Fields {
  return Object.fromEntries(
    Object.entries(wanted).filter(
      ([key, value]) => !(Object.hasOwn(before, key) && isDeepStrictEqual(value, before[key])),
    ),
  );
}

/** What a request can set to nothing. */
export function clearable(kind: Kind): string[] {
  return Object.entries(kinds[kind].update.shape)
    .filter(([, schema]) => takes([schema], null))
    .map(([name]) => name);
}

function uncleared(schemas: readonly Schema[], place: readonly string[]): Problem {
  const emptyText = schemas.some((schema) => schema.safeParse('').success);
  const message = `can't be cleared${emptyText ? ', but an empty text ("") may stand there' : ''}`;
  return { path: place.join('.'), message };
}
