/** A profile as it is shown: its keys by their last characters alone. */

import { rules, type SecretName } from '../../config/rules';
import type { Content, Profile } from '../../config/user-file';
import { isRecord } from '../../is-record';

export function shownKey(ending: string | undefined): string {
  return ending ? `…${ending}` : '(set)';
}

/** A key in a profile, if there is one. */
export function shownSecret(profile: Profile, name: SecretName): string | null {
  const stored = profile[name];
  if (!isRecord(stored)) return null;
  const ending = typeof stored.ending === 'string' ? stored.ending.slice(-4) : undefined;
  return shownKey(ending);
}

/** What `list` and `show` print; nothing of a key that could be used. */
export function shownProfile(
  { profile: current = rules.profile.fallback }: Content,
  name: string,
  profile: Profile,
) {
  const kept = [profile.agentsKey, profile.goalsToken].filter(isRecord);
  return {
    name,
    current: name === current,
    agentsUrl: profile.agentsUrl ?? null,
    agentsKey: shownSecret(profile, 'agentsKey'),
    goalsUrl: profile.goalsUrl ?? null,
    goalsToken: shownSecret(profile, 'goalsToken'),
    keysIn: kept.length === 0 ? null : kept.some((key) => 'value' in key) ? 'file' : 'keychain',
  };
}

export type ShownProfile = ReturnType<typeof shownProfile>;
