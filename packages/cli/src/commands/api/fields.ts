/** What `voicectl api` sends, from a file and from `--field`. */

import type { Context } from '../../context';
import { UsageError } from '../../failure';
import { assign, type Fields } from '../../input/assign';
import { nameOf, readValue } from '../../input/document';
import { formatPath, PathError, parseAssignment } from '../../input/path';
import { isRecord } from '../../is-record';

interface Given {
  readonly file?: string;
  readonly field?: readonly string[];
}

/** Nothing where nothing was given. @throws UsageError */
export async function bodyOf({ file, field = [] }: Given, { streams, signal }: Context) {
  const document = file === undefined ? undefined : await readValue(file, streams.stdin, signal);
  if (field.length === 0) return document;
  if (document !== undefined && !isRecord(document)) {
    throw new UsageError(
      `${nameOf(String(file))} holds no object that a --field could be put into`,
    );
  }
  let fields: Fields = document ?? {};
  for (const text of field) {
    const { path, value } = assignment(text);
    const meant = value.startsWith('@') ? await contentOf(value.slice(1)) : asJson(value);
    fields = sensible(() => assign(fields, path, meant), text);
  }
  return fields;
}

/** Texts, as a query has them. @throws UsageError */
export async function queryOf(field: readonly string[] = []): Promise<Record<string, string>> {
  const entries = await Promise.all(
    field.map(async (text) => {
      const { path, value } = assignment(text);
      if (path.length > 1) {
        throw new UsageError(`--field ${text}: a query has no fields inside of fields`);
      }
      return [formatPath(path), value.startsWith('@') ? await contentOf(value.slice(1)) : value];
    }),
  );
  return Object.fromEntries(entries);
}

function assignment(text: string) {
  return sensible(() => parseAssignment(text), text);
}

function sensible<T>(make: () => T, text: string): T {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof PathError)) throw error;
    throw new UsageError(`--field ${text}: ${error.message}`, 'As in --field name=value.');
  }
}

function asJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    // A number too long to be kept would become another one.
    return Number.isInteger(value) && !Number.isSafeInteger(value) ? text : value;
  } catch {
    return text;
  }
}

async function contentOf(file: string): Promise<string> {
  const { readFile } = await import('node:fs/promises');
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new UsageError(`Can't read ${file}: ${(error as NodeJS.ErrnoException).code}`);
  }
}
