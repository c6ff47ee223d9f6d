/** What is on this machine: versions, terminal, players, keychain. */
import { randomUUID } from 'node:crypto';
import { delimiter, join } from 'node:path';
import { version } from '../../../package.json';
import { exists } from '../../config/exists';
import { keychainName, readSecrets } from '../../config/keychain';
import type { Format } from '../../output/formats';
import type { Streams } from '../../streams';
import { type Finding, fail, ok, warn } from './finding';

export function checkVersions(node = process.versions.node): Finding {
  const [major = 0, minor = 0] = node.split('.').map(Number);
  const found = `voicectl ${version}, Node ${node}, ${process.platform} ${process.arch}`;
  if (major > 20 || (major === 20 && minor >= 19)) return ok('version', found);
  return fail('version', found, 'Node 20.19 or newer is needed: https://nodejs.org');
}

export function checkTerminal(
  { stdin, stdout, env }: Streams,
  colours: boolean,
  format: Format,
): Finding {
  if (!stdout.isTTY) return ok('terminal', `none: output goes to a pipe or a file, as ${format}`);
  const width = stdout.columns ? `${stdout.columns} columns` : 'unknown width';
  const facts = [width, colours ? 'colour' : 'no colour', stdin.isTTY ? 'asks' : 'does not ask'];
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG || '';
  const isUtf8 = process.platform === 'win32' || /utf-?8/i.test(locale);
  if (isUtf8) return ok('terminal', [...facts, 'UTF-8'].join(', '));
  const found = [...facts, `not UTF-8 (${locale || 'LANG is not set'})`].join(', ');
  return warn('terminal', found, 'export LANG=C.UTF-8');
}

const players = ['afplay', 'paplay', 'aplay', 'ffplay'];

export function checkAudio({ env }: Streams): Finding {
  const folders = (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const ending = process.platform === 'win32' ? '.exe' : '';
  const player = players.find((name) =>
    folders.some((folder) => exists(join(folder, name + ending))),
  );
  if (player !== undefined) return ok('audio', `${player} can play voices in play`);
  return ok('audio', `no player (${players.join(', ')}); only voices in play need one`);
}

export async function checkKeychain({ env }: Streams): Promise<Finding> {
  const { why } = await readSecrets([randomUUID()], env);
  if (why === undefined) return ok('keychain', keychainName());
  if (env.VOICECTL_KEYCHAIN) return ok('keychain', why);
  return warn(
    'keychain',
    `not used: ${why}. Keys are kept in the file, which you alone may read`,
    'Where there is one, unlock it and log in again; VOICECTL_KEYCHAIN=off says that there is none.',
  );
}
