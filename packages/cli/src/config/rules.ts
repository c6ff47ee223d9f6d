/** Every setting: what it is called in each place, what it may be, and what it is when nobody says. The one list. */
import { formats } from '../output/formats';
import { address, type Check, oneOf, onOrOff, profileName, secret, whole } from './checks';

export interface Rule<T> {
  readonly summary: string;
  readonly flag?: string;
  readonly env: string;
  /** Whether a project's file may say it. Such a file comes with somebody else's repository. */
  readonly project: boolean;
  readonly secret?: boolean;
  readonly fallback?: NoInfer<T>;
  readonly check: Check<T>;
}

const auth = oneOf('x-api-key', 'bearer');

/** The key of each is its name in files; `agents-url` is as good on the command line. */
export const rules = {
  profile: rule({
    summary: 'which profile is used',
    flag: '--profile',
    env: 'VOICECTL_PROFILE',
    project: true,
    fallback: 'default',
    check: profileName,
  }),
  agentsUrl: rule({
    summary: 'base URL of the agents API',
    flag: '--agents-url',
    env: 'VOICECTL_AGENTS_URL',
    project: true,
    fallback: 'https://api.gomobile.ma/api',
    check: address,
  }),
  agentsAuth: rule({
    summary: 'header for its key: x-api-key or bearer',
    env: 'VOICECTL_AGENTS_AUTH',
    project: true,
    fallback: 'x-api-key',
    check: auth,
  }),
  agentsKey: rule({
    summary: 'key of the agents API',
    env: 'VOICECTL_AGENTS_API_KEY',
    project: false,
    secret: true,
    check: secret,
  }),
  goalsUrl: rule({
    summary: 'URL of the goals API',
    flag: '--goals-url',
    env: 'VOICECTL_GOALS_URL',
    project: true,
    check: address,
  }),
  goalsAuth: rule({
    summary: 'header for its token: bearer or x-api-key',
    env: 'VOICECTL_GOALS_AUTH',
    project: true,
    fallback: 'bearer',
    check: auth,
  }),
  goalsToken: rule({
    summary: 'token of the goals API',
    env: 'VOICECTL_GOALS_TOKEN',
    project: false,
    secret: true,
    check: secret,
  }),
  timeout: rule({
    summary: 'milliseconds for one attempt of a call',
    flag: '--timeout',
    env: 'VOICECTL_TIMEOUT',
    project: true,
    fallback: 60_000,
    check: whole(1, 2_147_483_647),
  }),
  maxRetries: rule({
    summary: 'repeats after a first failed attempt, where that is safe',
    env: 'VOICECTL_MAX_RETRIES',
    project: true,
    fallback: 2,
    check: whole(0, 100),
  }),
  output: rule({
    summary: `${formats.join(', ')}; unset: a table on a terminal, JSON elsewhere`,
    flag: '--output',
    env: 'VOICECTL_OUTPUT',
    project: true,
    check: oneOf(...formats),
  }),
  mock: rule({
    summary: 'on: an embedded platform in place of a server',
    flag: '--mock',
    env: 'VOICECTL_MOCK',
    // Whoever believes to archive agents must not be led to a toy by a folder.
    project: false,
    fallback: false,
    check: onOrOff,
  }),
  updateNotice: rule({
    summary: 'off: never say that there is a newer version',
    env: 'VOICECTL_UPDATE_NOTICE',
    project: false,
    fallback: true,
    check: onOrOff,
  }),
} as const;

export type Name = keyof typeof rules;
export type ValueOf<N extends Name> = (typeof rules)[N] extends Rule<infer T> ? T : never;

export const names = Object.keys(rules) as readonly Name[];

export const secrets = ['agentsKey', 'goalsToken'] as const;
export type SecretName = (typeof secrets)[number];

/** Which API each secret opens. */
export const apis = {
  agents: { key: 'agentsKey', url: 'agentsUrl', auth: 'agentsAuth' },
  goals: { key: 'goalsToken', url: 'goalsUrl', auth: 'goalsAuth' },
} as const;
export type Api = keyof typeof apis;

export function isSecret(name: Name): name is SecretName {
  return (secrets as readonly string[]).includes(name);
}

function rule<T>(each: Rule<T>): Rule<T> {
  return each;
}
