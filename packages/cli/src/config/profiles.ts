/** Changes of what the user's file holds, as values: nothing is read or written here. */
import { nearest } from '../nearest';
import { noSuchProfile } from './refusals';
import type { Content, Profile } from './user-file';

export function profileNames({ profiles = {} }: Content): readonly string[] {
  return Object.keys(profiles);
}

export function profileIn({ profiles = {} }: Content, name: string): Profile | undefined {
  return Object.hasOwn(profiles, name) ? profiles[name] : undefined;
}

/** @throws UsageError, with a guess, when there is none of that name. */
export function existingProfile(content: Content, name: string): Profile {
  const profile = profileIn(content, name);
  if (profile !== undefined) return profile;
  throw noSuchProfile(name, nearest(name, profileNames(content)));
}

/** Keys whose value is undefined go; all others stay, known or not. */
export function withProfile(content: Content, name: string, changes: Profile): Content {
  const kept = Object.entries({ ...profileIn(content, name), ...changes });
  const profile = Object.fromEntries(kept.filter(([, value]) => value !== undefined));
  return { ...content, profiles: { ...content.profiles, [name]: profile } };
}

/** Without the profile; when it was the one in use, none is. */
export function withoutProfile(content: Content, name: string): Content {
  existingProfile(content, name);
  const { [name]: _, ...profiles } = content.profiles ?? {};
  const { profile, ...others } = content;
  return profile === name ? { ...others, profiles } : { ...content, profiles };
}

export function withRenamed(content: Content, from: string, to: string): Content {
  existingProfile(content, from);
  const named = Object.entries(content.profiles ?? {}).map(
    ([name, profile]) => [name === from ? to : name, profile] as const,
  );
  const { profile } = content;
  return {
    ...content,
    ...(profile === from ? { profile: to } : {}),
    profiles: Object.fromEntries(named),
  };
}
