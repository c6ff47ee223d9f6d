/** The user's own file of profiles: read only where nobody else can have read or written it. */

import { readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { quote } from '../command-line';
import { UsageError } from '../failure';
import { isRecord } from '../is-record';
import { profileName } from './checks';

/** What is in the file, unknown keys and all: somebody with a newer version may have written them. */
export interface Content {
  readonly profile?: unknown;
  readonly profiles?: Readonly<Record<string, Profile>> | undefined;
  readonly [key: string]: unknown;
}

export type Profile = Readonly<Record<string, unknown>>;

export interface UserFile {
  readonly path: string;
  readonly isThere: boolean;
  readonly content: Content;
}

/** @throws UsageError when others could have read or changed it, or when it makes no sense; it is never changed then. */
export function readUserFile(path: string, platform: NodeJS.Platform = process.platform): UserFile {
  let source: string;
  try {
    if (!statSync(path).isFile()) throw new UsageError(`${path} is no file`);
    const complaint = exposure(path, platform);
    if (complaint !== undefined) throw new UsageError(complaint.message, complaint.hint);
    source = readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return { path, isThere: false, content: {} };
    if (error instanceof UsageError) throw error;
    const reason = code === 'EACCES' ? 'permission denied' : code;
    throw new UsageError(`Can't read ${path}: ${reason}`, 'VOICECTL_CONFIG names another file.');
  }
  return { path, isThere: true, content: parse(path, source) };
}

/** Who else could read or change the file. Windows has no such bits: there, it is in the user's own folder. */
export function exposure(
  path: string,
  platform: NodeJS.Platform,
): { readonly message: string; readonly hint: string } | undefined {
  if (platform === 'win32') return undefined;
  if (statSync(path).mode & 0o077) {
    return {
      message: `${path} may hold keys, but others can read or change it`,
      hint: `chmod 600 ${quote(path)}`,
    };
  }
  const folder = dirname(path);
  const { mode } = statSync(folder);
  // Where the sticky bit is set, others can't replace what is not theirs.
  if (mode & 0o022 && !(mode & 0o1000)) {
    return {
      message: `Others could replace ${path}: they can change its folder`,
      hint: `chmod 700 ${quote(folder)}`,
    };
  }
  return undefined;
}

function parse(path: string, source: string): Content {
  let value: unknown;
  try {
    value = JSON.parse(source.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw damaged(path, `it is not valid JSON${placeOf(error as Error, source)}`);
  }
  if (!isRecord(value)) throw damaged(path, 'it should hold one object');
  const { profiles } = value;
  if (profiles !== undefined && !isRecord(profiles)) throw damaged(path, 'profiles: not an object');
  for (const [name, profile] of Object.entries(profiles ?? {})) {
    if (!isRecord(profile)) throw damaged(path, `profiles.${name}: not an object`);
    const { problem } = profileName(name);
    if (problem !== undefined) {
      throw damaged(path, `profiles: the name ${JSON.stringify(name)} ${problem}`);
    }
  }
  return value as Content;
}

/** Not V8's own words: they quote what is in the file, and that may be a key. */
function placeOf({ message }: Error, source: string): string {
  if (/end of JSON|Unterminated/.test(message) || source.trim() === '')
    return ': it ends too early';
  const position = /position (\d+)/.exec(message)?.[1];
  if (position === undefined) return '';
  const before = source.slice(0, Number(position)).split('\n');
  return ` at line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
}

export function damaged(path: string, problem: string): UsageError {
  return new UsageError(
    `${path} is damaged: ${problem}`,
    'Mend it, or move it away and run voicectl login again; it has not been changed.',
  );
}
