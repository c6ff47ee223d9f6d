/** Which key goes to which address. A project's file comes from strangers: it must not be able to have keys sent to them. */

import { quote } from '../command-line';
import { UsageError } from '../failure';
import { isRecord } from '../is-record';
import { isLoopback, originOf, secret } from './checks';
import { endingOf, type StoredKey } from './keys';
import { notAllowed } from './refusals';
import { rules, secrets } from './rules';
import type { Setting } from './settings';
import type { Content } from './user-file';

export interface Key extends Setting<string> {
  /** Fetches it where it is in a keychain; `value` or `withheld` is there only then. */
  open(): Promise<void>;
  /** The last characters, where that gives little away; also of a key that is not used. */
  readonly ending?: string | undefined;
  /** Why a key that is there has no value here, and what to do. */
  readonly withheld?: { readonly reason: string; readonly hint: string } | undefined;
}

/** A key out of its keychain, or why it isn't. */
export interface Opened {
  readonly value?: string;
  readonly why?: string;
}

export interface KeyQuestion {
  readonly env: NodeJS.ProcessEnv;
  readonly variable: string;
  readonly url: Setting<string>;
  readonly profile: { readonly name: string; readonly where: string };
  readonly stored: StoredKey | undefined;
  readonly fetch: () => Promise<Opened>;
  readonly content: Content;
}

export function keyFor(question: KeyQuestion): Key {
  const given = question.env[question.variable];
  if (given) return fromEnvironment(given, question);
  if (question.stored) return fromProfile(question.stored, question);
  return { value: undefined, source: { kind: 'default', where: 'not set' }, open };
}

/** It goes wherever the user points, but a project's file can't point it to where the user has never been. */
function fromEnvironment(given: string, { variable, url, content }: KeyQuestion): Key {
  const { problem } = secret(given);
  if (problem !== undefined) throw new UsageError(`${variable} ${problem}`);
  const source = { kind: 'env', where: variable } as const;
  const ending = endingOf(given);
  if (url.source.kind !== 'project' || url.value === undefined || isKnown(url.value, content)) {
    return { value: given, source, ending, open };
  }
  const origin = originOf(url.value);
  const reason = `${url.source.where} leads to ${origin}, and ${variable} is not sent there on a file's word`;
  const flag = variable === rules.agentsKey.env ? '--agents-url' : '--goals-url';
  // Quoted: it is to be copied into a shell, and strangers have written it.
  const hint = `If you trust it: voicectl profile add NAME ${flag} ${quote(url.value)}, or say the URL by flag or environment.`;
  return { value: undefined, source, ending, withheld: { reason, hint }, open };
}

function fromProfile(stored: StoredKey, { url, profile, variable, fetch }: KeyQuestion): Key {
  const where = 'keychain' in stored ? `keychain, for ${profile.where}` : profile.where;
  const common = { source: { kind: 'profile', where }, ending: stored.ending } as const;
  if (url.value !== undefined && originOf(url.value) !== originOf(stored.origin)) {
    const reason = `The key of profile ${profile.name} is for ${stored.origin}, and ${url.source.where} leads to ${originOf(url.value)}`;
    const hint = `voicectl login --profile NAME --url URL makes a profile for that address; or set ${variable} for now.`;
    return { value: undefined, ...common, withheld: { reason, hint }, open };
  }
  if ('value' in stored) return { value: stored.value, ...common, open };
  return inKeychain(common, profile.name, fetch);
}

/** A keychain takes its time, and may ask the person: it is asked only when the key is needed. */
function inKeychain(
  common: Pick<Key, 'source' | 'ending'>,
  profile: string,
  fetch: KeyQuestion['fetch'],
): Key {
  let opened: Opened = {};
  return {
    ...common,
    async open() {
      opened = await fetch();
    },
    get value() {
      return opened.value;
    },
    get withheld() {
      if (opened.why === undefined) return undefined;
      return {
        reason: `The key of profile ${profile} is in the keychain, which can't be used: ${opened.why}`,
        hint: 'Unlock the keychain and try again, or run voicectl login.',
      };
    },
  };
}

const open = async () => {};

/** This machine, the documented platform, and every address that the user has a profile for. */
function isKnown(url: string, content: Content): boolean {
  if (isLoopback(new URL(url).hostname)) return true;
  const own = Object.values(content.profiles ?? {}).flatMap((profile) => [
    profile.agentsUrl,
    profile.goalsUrl,
    ...secrets.map((name) => (isRecord(profile[name]) ? profile[name].origin : undefined)),
  ]);
  return [rules.agentsUrl.fallback, ...own].some(
    (each) => typeof each === 'string' && URL.canParse(each) && originOf(each) === originOf(url),
  );
}

/**
 * The key, or nothing where there is none.
 * @throws an error with exit code 4 for a key that is there and must not, or can't, be used here.
 */
export function usable({ value, withheld }: Key): string | undefined {
  if (withheld !== undefined) throw notAllowed(withheld.reason, withheld.hint);
  return value;
}
