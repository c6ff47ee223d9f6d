/** From what was given to what is sent. */
import { createKey } from '@voicectl/sdk';
import { UsageError } from '../failure';
import { nearest } from '../nearest';
import { assign, at, type Fields, remove, withField } from './assign';
import { type Kind, kinds, namesAt, type Schema, schemasAt } from './contract';
import type { Edit } from './edits';
import type { Given } from './given';
import { formatPath, type Path, PathError } from './path';
import {
  clearable,
  differing,
  hasDoubtfulNulls,
  isRecordDocument,
  merged,
  type Problem,
  withoutNulls,
  writable,
} from './record';
import { typed } from './typed';

export interface Composed {
  readonly fields: Fields;
  /** Fields of the document that only the server sets. */
  readonly left: readonly string[];
}

export interface Changes extends Composed {
  /** The record as it is, where it had to be read; then `fields` is only what differs from it. */
  readonly present?: Fields | undefined;
  /** Objects that were completed from the present record, since the server replaces them whole. */
  readonly completed: readonly string[];
}

/** @throws UsageError where an edit makes no sense. */
export function composeNew(kind: Kind, { document, edits, flags }: Given): Composed {
  const { create } = kinds[kind];
  const { fields, left } = writable(kind, document);
  // Whoever looks for the original by its key must not find this one.
  let made = left.length === 0 ? fields : remove(fields, [merged, createKey]);
  for (const edit of edits) {
    if ('unset' in edit) refuseUnknown(create, made, edit.unset);
    made = apply(create, made, edit);
  }
  // Nothing is there yet, so that a null can only mean nothing.
  return { fields: withoutNulls(create, { ...made, ...flags }, undefined).fields, left };
}

/**
 * @param read the record as it is; asked only where what is given says too little without it.
 * @throws UsageError where an edit makes no sense, or something can't be cleared.
 */
export async function composeChanges(
  kind: Kind,
  { document, edits, flags }: Given,
  read: () => Promise<Fields>,
): Promise<Changes> {
  const { update } = kinds[kind];
  const { fields, left } = writable(kind, document);
  let present: Fields | undefined;
  const completed = new Set<string>();
  let made = fields;
  for (const edit of edits) {
    const whole = wholeAround('set' in edit ? edit.set : edit.unset);
    if (whole && at(made, whole) === undefined) {
      present ??= await read();
      const now = at(present, whole);
      if (now === undefined && whole[0] === 'resolutionCriteria') throw unreadable(whole);
      if (now !== undefined && now !== null) {
        made = assign(made, whole, now);
        completed.add(formatPath(whole));
      }
    }
    made = 'unset' in edit ? unset(kind, made, edit.unset) : apply(update, made, edit);
  }
  made = { ...made, ...flags };
  if (isRecordDocument(kind, document) || hasDoubtfulNulls(update, made)) present ??= await read();
  const { fields: sent, problems } = withoutNulls(update, made, present);
  if (problems.length > 0) throw uncleared(kind, problems);
  return {
    fields: present === undefined ? sent : differing(kind, sent, present),
    left,
    present,
    completed: [...completed],
  };
}

/** What the server replaces whole although only a part of it is meant. */
function wholeAround(path: Path): Path | undefined {
  const [first, second] = path;
  if (first !== merged || typeof second !== 'string') return path.length > 1 ? [first] : undefined;
  return path.length > 2 ? [first, second] : undefined;
}

function apply(schema: Schema, fields: Fields, edit: Edit): Fields {
  return sensible(() => {
    if ('unset' in edit) return remove(fields, edit.unset);
    const { set, value, asText } = edit;
    return assign(fields, set, asText ? value : typed(value, schemasAt([schema], set)));
  });
}

function unset(kind: Kind, fields: Fields, path: Path): Fields {
  const [first, second] = path;
  if (first === merged && second !== undefined && path.length === 2) {
    throw new UsageError(
      `${formatPath(path)} can't be taken away: the server merges ${merged} into what it has`,
      'It can be given another value by --set.',
    );
  }
  if (path.length > 1) return sensible(() => remove(fields, path));
  const names = clearable(kind);
  if (names.includes(first)) return withField(fields, first, null);
  const meant = nearest(first, names);
  const guess = meant === undefined ? '' : ` Did you mean ${meant}?`;
  throw new UsageError(
    `${formatPath(path)} can't be taken away`,
    `What can: ${names.join(', ')}.${guess}`,
  );
}

function refuseUnknown(schema: Schema, fields: Fields, path: Path): void {
  const [first] = path;
  const known = namesAt([schema]);
  if (known.includes(first) || Object.hasOwn(fields, first)) return;
  const meant = nearest(first, known);
  throw new UsageError(
    `There is no ${formatPath([first])} to take away`,
    meant === undefined ? undefined : `Did you mean ${meant}?`,
  );
}

function sensible(make: () => Fields): Fields {
  try {
    return make();
  } catch (error) {
    if (error instanceof PathError) throw new UsageError(error.message);
    throw error;
  }
}

function unreadable(whole: Path): UsageError {
  const name = formatPath(whole);
  return new UsageError(
    `${name} can't be read from the server, so a part of it can't be changed`,
    `Give all of them: in a file by -f, or begin with --set ${name}=[]`,
  );
}

function uncleared(kind: Kind, problems: readonly Problem[]): UsageError {
  return new UsageError(
    `The ${kind} has values that can't be set to null; nothing was sent`,
    `What can: ${clearable(kind).join(', ')}.`,
    problems,
  );
}
