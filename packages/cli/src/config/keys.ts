/** Keys of a profile. Each is bound to the origin that it was saved for, and never goes anywhere else. */

import { randomUUID } from 'node:crypto';
import { isRecord } from '../is-record';
import { readSecrets, removeSecrets, writeSecret } from './keychain';
import type { SecretName } from './rules';
import { damaged, type Profile } from './user-file';

/** A key as the user's file has it: itself, or where in the keychain it is. */
export type StoredKey = {
  readonly origin: string;
  /** Its last characters, to tell it from others. */
  readonly ending?: string;
} & ({ readonly value: string } | { readonly keychain: string });

/** @throws UsageError when what is there makes no sense. */
export function storedKey(
  profile: Profile,
  name: SecretName,
  place: { readonly path: string; readonly profile: string },
): StoredKey | undefined {
  const stored = Object.hasOwn(profile, name) ? profile[name] : undefined;
  if (stored === undefined) return undefined;
  const { origin, value, keychain } = isRecord(stored) ? stored : {};
  const isWhole = typeof origin === 'string' && URL.canParse(origin);
  if (!isWhole || (typeof value !== 'string' && typeof keychain !== 'string')) {
    throw damaged(
      place.path,
      `profiles.${place.profile}.${name}: voicectl login writes such a key`,
    );
  }
  return stored as StoredKey;
}

/** Enough to tell a key by, and of no use to anybody else. */
export function endingOf(key: string): string {
  return key.length >= 16 ? key.slice(-4) : '';
}

/** The keys themselves, in their order; in place of one that can't be had, why. */
export async function openKeys(
  keys: readonly (StoredKey | undefined)[],
  env: NodeJS.ProcessEnv,
): Promise<readonly { readonly value?: string; readonly why?: string }[]> {
  const ids = keys.flatMap((key) => (key && 'keychain' in key ? [key.keychain] : []));
  const answer = ids.length === 0 ? { value: [] } : await readSecrets(ids, env);
  return keys.map((key) => {
    if (key === undefined) return {};
    if ('value' in key) return { value: key.value };
    if (answer.why !== undefined) return { why: answer.why };
    const value = answer.value[ids.indexOf(key.keychain)];
    return value ? { value } : { why: 'the keychain does not have it any more' };
  });
}

/** Keeps a key in the keychain where there is one, else as it is; `why` says why not there. */
export async function keepKey(
  key: string,
  origin: string,
  env: NodeJS.ProcessEnv,
): Promise<{ readonly stored: StoredKey; readonly why?: string | undefined }> {
  const id = randomUUID();
  const ending = endingOf(key);
  const common = { origin, ...(ending === '' ? {} : { ending }) };
  const { why } = await writeSecret(id, key, env);
  if (why === undefined) return { stored: { ...common, keychain: id } };
  return { stored: { ...common, value: key }, why };
}

/** Lets the keychain forget; why it didn't, when it didn't. */
export async function forgetKeys(
  keys: readonly (StoredKey | undefined)[],
  env: NodeJS.ProcessEnv,
): Promise<string | undefined> {
  const ids = keys.flatMap((key) => (key && 'keychain' in key ? [key.keychain] : []));
  return ids.length === 0 ? undefined : (await removeSecrets(ids, env)).why;
}
