/** `voicectl logout`: keys are forgotten; addresses and other settings stay. */

import { askedBy } from '../config/asked';
import { forgetKeys, type StoredKey } from '../config/keys';
import { existingProfile, profileNames, withProfile } from '../config/profiles';
import { apis, rules, secrets } from '../config/rules';
import { readFiles, settingsFrom } from '../config/settings';
import type { Content } from '../config/user-file';
import type { Context } from '../context';
import { isRecord } from '../is-record';
import type { Verb } from './verb';

export function register(command: Verb, context: Context): void {
  command
    .option('--all', 'of every profile')
    .action(({ all }: { all?: boolean }) => logout(all === true, context));
}

async function logout(all: boolean, context: Context): Promise<void> {
  const asked = askedBy(context);
  const files = await readFiles(asked);
  const { profile } = await settingsFrom(asked, files);
  const namesIn = (content: Content) =>
    all ? profileNames(content) : [profile.value ?? 'default'];
  const forgotten: { readonly profile: string; readonly key: StoredKey }[] = [];
  const { changeUserFile } = await import('../config/user-file-write');
  await changeUserFile(files.user.path, (content) =>
    namesIn(content).reduce((before, name) => {
      const keys = keysOf(before, name);
      forgotten.push(...keys.map((key) => ({ profile: name, key })));
      return keys.length === 0 ? before : withProfile(before, name, noKeys);
    }, content),
  );
  const { env } = context.streams;
  const why = await forgetKeys(
    forgotten.map(({ key }) => key),
    env,
  );
  const { out } = context;
  if (why !== undefined) out.warn(`The keychain still holds them, but nothing leads there: ${why}`);
  for (const { key } of Object.values(apis)) {
    const variable = rules[key].env;
    if (env[variable]) out.warn(`${variable} is still set in this shell`);
  }
  const result = {
    loggedOut: [...new Set(forgotten.map((each) => each.profile))],
    keys: forgotten.length,
  };
  await out.show(result, () => ({
    fields: [
      ['logged out', result.loggedOut.join(', ') || 'nobody was logged in'],
      ['keys forgotten', result.keys],
    ],
  }));
}

const noKeys = Object.fromEntries(secrets.map((name) => [name, undefined]));

function keysOf(content: Content, name: string): StoredKey[] {
  if (!profileNames(content).includes(name)) return [];
  const profile = existingProfile(content, name);
  return secrets.flatMap((each) => (isRecord(profile[each]) ? [profile[each] as StoredKey] : []));
}
