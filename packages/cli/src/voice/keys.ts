/** Keys and addresses of voices and listeners in the cloud: from the environment, and from nowhere else. */
import { address, type Check, isLoopback, secret } from '../config/checks';
import { UsageError } from '../failure/errors';
import { cleanLine } from '../output/clean';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Where a service is, and what opens it. */
export interface CloudAccess {
  /** Without a slash at its end. */
  readonly url: string;
  /** Undefined where none is needed. */
  readonly key: Key | undefined;
  readonly keyVariable: string;
  readonly urlVariable: string;
}

export const elevenLabsUrl = 'https://api.elevenlabs.io';
export const openAiUrl = 'https://api.openai.com/v1';

const elevenLabs = { keyVariable: 'ELEVENLABS_API_KEY', urlVariable: 'ELEVENLABS_URL' };
const openAi = { keyVariable: 'OPENAI_API_KEY', urlVariable: 'OPENAI_BASE_URL' };

/** Which services can be asked. What is wrong with a value is told when it is used. */
export function cloudServices(env: Environment): { elevenlabs: boolean; openai: boolean } {
  return {
    elevenlabs: given(env, elevenLabs.keyVariable) !== undefined,
    openai: given(env, openAi.keyVariable) !== undefined || isOwnMachine(env),
  };
}

/** @returns undefined without a key. @throws UsageError for a value that can't be used. */
export function elevenLabsAccess(env: Environment): CloudAccess | undefined {
  const key = keyFrom(env, elevenLabs.keyVariable);
  if (!key) return undefined;
  return { ...elevenLabs, key, url: checked(env, elevenLabs.urlVariable, asHttp) ?? elevenLabsUrl };
}

/** An endpoint of this machine needs no key. @throws UsageError for a value that can't be used. */
export function openAiAccess(env: Environment): CloudAccess | undefined {
  const key = keyFrom(env, openAi.keyVariable);
  const url = checked(env, openAi.urlVariable, address) ?? openAiUrl;
  if (!key && !isLoopback(new URL(url).hostname)) return undefined;
  return { ...openAi, key, url };
}

/** A key that can be sent but not printed: not by a template string, JSON or a debugger's inspect. */
export class Key {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  reveal(): string {
    return this.#value;
  }

  /** For a server that repeats what it was sent. */
  hideIn(text: string): string {
    const ways = [
      this.#value,
      encodeURIComponent(this.#value),
      JSON.stringify(this.#value).slice(1, -1),
    ];
    return ways.reduce((left, way) => left.replaceAll(way, hidden), text);
  }

  toString(): string {
    return hidden;
  }

  toJSON(): string {
    return hidden;
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return hidden;
  }
}

/** A server's own words for a sentence of ours: one line, not too long, without what is or looks like a key. */
export function quoted(text: string, { key }: CloudAccess, longest = 200): string {
  const safe = cleanLine(key?.hideIn(text) ?? text).replace(/\b(sk|pk|rk)[-_][\w*.-]{4,}/g, hidden);
  return safe.length > longest ? `${safe.slice(0, longest)}…` : safe;
}

const hidden = '[redacted]';

function keyFrom(env: Environment, variable: string): Key | undefined {
  const value = checked(env, variable, secret);
  return value === undefined ? undefined : new Key(value);
}

/** Never repeats the value: it may be a key in the wrong place. */
function checked(env: Environment, variable: string, check: Check<string>): string | undefined {
  const value = given(env, variable);
  if (value === undefined) return undefined;
  const { value: sound, problem } = check(value);
  if (problem === undefined) return sound;
  throw new UsageError(`${variable} ${problem}`, `Mend ${variable}, or unset it.`);
}

/** A socket's address is one of HTTP, too. */
const asHttp: Check<string> = (value) => address(String(value).replace(/^ws(?=s?:)/i, 'http'));

function isOwnMachine(env: Environment): boolean {
  const url = given(env, openAi.urlVariable);
  return url !== undefined && URL.canParse(url) && isLoopback(new URL(url).hostname);
}

const given = (env: Environment, variable: string) => env[variable]?.trim() || undefined;
