/** Keeping keys that were accepted, and saying plainly where. */

import { originOf } from '../../config/checks';
import { keychainName } from '../../config/keychain';
import { endingOf, forgetKeys, keepKey, type StoredKey } from '../../config/keys';
import { homeOf } from '../../config/places';
import { profileIn, withProfile } from '../../config/profiles';
import { apis, rules, type SecretName } from '../../config/rules';
import type { Files, Settings } from '../../config/settings';
import { withTilde } from '../../config/shown-place';
import type { Opening } from '../../config/try-key';
import type { Content, Profile } from '../../config/user-file';
import type { Context } from '../../context';
import { isRecord } from '../../is-record';
import { shownKey } from '../profile/shown';

/** A key that was kept, as it is shown. */
interface Kept {
  readonly api: string;
  readonly url: string;
  readonly key: string;
  readonly kept: 'keychain' | 'file';
  readonly notInKeychain?: string;
}

/** The file changes in one step; only then is an older key forgotten. */
export async function keep(
  { api, url, key }: Opening,
  { profile }: Settings,
  { user }: Files,
  { streams: { env }, out }: Context,
): Promise<Kept> {
  const name = profile.value ?? 'default';
  const { stored, why } = await keepKey(key, originOf(url), env);
  const replaced: StoredKey[] = [];
  const changes: Profile = { [apis[api].url]: url, [apis[api].key]: stored };
  try {
    const { changeUserFile } = await import('../../config/user-file-write');
    await changeUserFile(user.path, (content) => {
      replaced.push(...keysOf(profileIn(content, name), Object.keys(changes)));
      return inUse(withProfile(content, name, changes), name);
    });
  } catch (error) {
    await forgetKeys([stored], env);
    throw error;
  }
  await forgetKeys(replaced, env);
  const place =
    why === undefined
      ? `in ${keychainName()}`
      : `in ${withTilde(user.path, homeOf(env))}, which you alone may read`;
  out.say(`The key of the ${api} API is accepted, and kept ${place}`);
  if (why !== undefined) out.say(`Not in a keychain: ${why}`);
  const variable = rules[apis[api].key].env;
  if (env[variable]) out.warn(`${variable} is set, and outranks the key that was kept`);
  return {
    api,
    url,
    key: shownKey(endingOf(key)),
    kept: why === undefined ? 'keychain' : 'file',
    ...(why === undefined ? {} : { notInKeychain: why }),
  };
}

export async function showKept(
  keys: readonly Kept[],
  { profile }: Settings,
  { user }: Files,
  { out }: Context,
): Promise<void> {
  const name = profile.value ?? 'default';
  const result = { profile: name, file: user.path, keys };
  await out.show(result, () => ({
    rows: keys,
    columns: [
      { title: 'profile', value: () => name, whole: true },
      { title: 'api', value: (row: Kept) => row.api, whole: true },
      { title: 'url', value: (row: Kept) => row.url },
      { title: 'key', value: (row: Kept) => row.key },
      { title: 'kept in', value: (row: Kept) => row.kept },
    ],
  }));
}

/** The first profile is the one in use; later ones wait for `profile use`. */
function inUse(content: Content, name: string): Content {
  const isFirst = content.profile === undefined && Object.keys(content.profiles ?? {}).length === 1;
  return isFirst && name !== rules.profile.fallback ? { ...content, profile: name } : content;
}

function keysOf(profile: Profile = {}, names: readonly string[]): StoredKey[] {
  return (names as readonly SecretName[])
    .map((name) => profile[name])
    .filter((each) => isRecord(each))
    .map((each) => each as unknown as StoredKey)
    .filter((each) => 'origin' in each);
}
