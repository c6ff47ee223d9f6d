/** Everything a client can be told: rule, type, default, environment fallback and doc line in one place. */
import { ConfigurationError } from './core/errors';
import { isLoopback } from './core/loopback';
import {
  callback,
  either,
  flag,
  having,
  milliseconds,
  number,
  oneOf,
  optionProblems,
  type Rule,
  type Rules,
  repeats,
  text,
  whole,
} from './core/option-rules';
import { inWords, type Problem } from './core/problem';
import { Secret } from './core/secret';
import { type Settings, settingNames, type Target } from './core/settings';
import { Throttle } from './core/throttle';
import type { DispatcherLike, TransportChoice } from './core/transport';
import {
  createWatch,
  type DriftNotice,
  type Logger,
  type LogLevel,
  logLevels,
  type RequestNotice,
  type ResponseNotice,
  type RetryNotice,
} from './core/watch';

/** The documented address of the agents API. The goals API has no safe default. */
export const agentsUrl = 'https://api.gomobile.ma/api';

const baseUrl: Rule = (value) => text(value) ?? urlProblem(String(value));

const credential: Rule = (value) => {
  if (typeof value !== 'string') return text(value);
  if (value === '') return 'must not be empty';
  return /^[\x21-\x7e]+$/.test(value)
    ? undefined
    : 'must be printable ASCII without spaces: was it copied with a line break?';
};

const auth = oneOf('x-api-key', 'bearer');

const rules: Rules<ClientOptions> = {
  agents: { url: baseUrl, apiKey: credential, auth },
  goals: { url: baseUrl, token: credential, auth },
  timeout: milliseconds,
  deadline: milliseconds,
  maxRetries: repeats,
  maxRetryAfter: number({ least: 0, most: 2_147_483 }),
  maxResponseBytes: whole({ least: 1, most: Number.MAX_SAFE_INTEGER }),
  validation: oneOf('report', 'strict', 'off'),
  allowInsecureHttp: flag,
  transport: either(oneOf('undici', 'fetch'), having('a transport with the method send', 'send')),
  dispatcher: having('must be a dispatcher of undici', 'dispatch'),
  requestsPerSecond: number({ least: 0.01, most: 10_000 }),
  maxConcurrency: whole({ least: 1, most: 10_000 }),
  onRequest: callback,
  onResponse: callback,
  onRetry: callback,
  onDrift: callback,
  logger: having(
    'must have the methods debug, info, warn and error',
    ...logLevels.filter((level) => level !== 'off'),
  ),
  logLevel: oneOf(...logLevels),
};

/** What {@link createClient} takes. Times are milliseconds, but `maxRetryAfter`, which is seconds as its header is. */
export interface ClientOptions {
  /** Either API can be left unset; only a call that needs it fails, naming the missing setting. */
  agents?:
    | {
        /** Base URL. Environment: `VOICECTL_AGENTS_URL`. Default: `https://api.gomobile.ma/api` (documented). */
        url?: string | undefined;
        /** Environment: `VOICECTL_AGENTS_API_KEY`. */
        apiKey?: string | undefined;
        /** Header for the key. Default `x-api-key` (documented); `bearer` is our reading. */
        auth?: 'x-api-key' | 'bearer' | undefined;
      }
    | undefined;
  goals?:
    | {
        /** The one URL of the RPC endpoint. Environment: `VOICECTL_GOALS_URL`. No default. */
        url?: string | undefined;
        /** Environment: `VOICECTL_GOALS_TOKEN`. */
        token?: string | undefined;
        /** Header for the token. Default `bearer`; both are our reading. */
        auth?: 'x-api-key' | 'bearer' | undefined;
      }
    | undefined;
  /** Milliseconds for one attempt, body included; for a stream, between two chunks. Default 60,000. */
  timeout?: number | undefined;
  /** Milliseconds for a whole call: attempts, waits, parsing. Default: none. */
  deadline?: number | undefined;
  /** Repeats after a first failed attempt, where repeating is safe. Default 2. */
  maxRetries?: number | undefined;
  /** Seconds of a server's Retry-After that are waited for; a longer one fails at once. Default 30. */
  maxRetryAfter?: number | undefined;
  /** Default 16 MiB. */
  maxResponseBytes?: number | undefined;
  /** `report` hands a drifted answer over and tells `onDrift`; `strict` throws; `off` doesn't look. Default `report`. */
  validation?: 'report' | 'strict' | 'off' | undefined;
  /** Allows plain http to hosts other than loopback. Default false. */
  allowInsecureHttp?: boolean | undefined;
  /** Default: undici, yielding to a replaced `globalThis.fetch` (so that msw works). */
  transport?: TransportChoice | undefined;
  /** A dispatcher of undici 7, for proxies, certificates and pools of your own; you close it. Default: one of ours. */
  dispatcher?: DispatcherLike | undefined;
  /** Attempts a second, of all calls together; slower for a while after a 429. Default: no limit. */
  requestsPerSecond?: number | undefined;
  /** Calls that are out at once; the others wait in line, first come, first served. Default: no limit. */
  maxConcurrency?: number | undefined;
  /** Called before each attempt. What a watcher throws is dropped. */
  onRequest?: ((notice: RequestNotice) => void) | undefined;
  /** Called after each attempt, whether it was answered or not. */
  onResponse?: ((notice: ResponseNotice) => void) | undefined;
  /** Called before each repeat. */
  onRetry?: ((notice: RetryNotice) => void) | undefined;
  /** Called with each answer that does not fit the contract. */
  onDrift?: ((notice: DriftNotice) => void) | undefined;
  /** Is given lines: attempts at `debug`, repeats and drift at `warn`. `console` is one. Default: none. */
  logger?: Logger | undefined;
  /** The lowest level that `logger` is given. Default `warn`. */
  logLevel?: LogLevel | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** @throws ConfigurationError naming every option that can't be used. */
export function settle(options: ClientOptions, env: Environment = environment()): Settings {
  refuse(
    optionProblems(rules, options).filter(({ path }) => ['', 'agents', 'goals'].includes(path)),
  );
  const { agents = {}, goals = {} } = options;
  const filled = {
    ...options,
    agents: {
      ...agents,
      url: agents.url ?? fromEnv(env, settingNames.agents.url[1]) ?? agentsUrl,
      apiKey: agents.apiKey ?? fromEnv(env, settingNames.agents.key[1]),
    },
    goals: {
      ...goals,
      url: goals.url ?? fromEnv(env, settingNames.goals.url[1]),
      token: goals.token ?? fromEnv(env, settingNames.goals.key[1]),
    },
  };
  // What the environment has filled in is held to the same rules.
  refuse([...optionProblems(rules, filled), ...insecure(filled)]);
  return {
    agents: target(filled.agents.url, filled.agents.apiKey, agents.auth ?? 'x-api-key'),
    goals: target(filled.goals.url, filled.goals.token, goals.auth ?? 'bearer'),
    timeout: options.timeout ?? 60_000,
    deadline: options.deadline,
    maxRetries: options.maxRetries ?? 2,
    maxRetryAfter: options.maxRetryAfter ?? 30,
    maxResponseBytes: options.maxResponseBytes ?? 16 * 1024 * 1024,
    validation: options.validation ?? 'report',
    throttle: throttleOf(options),
    watch: createWatch(
      {
        request: options.onRequest,
        response: options.onResponse,
        retry: options.onRetry,
        drift: options.onDrift,
      },
      options.logger,
      options.logLevel ?? 'warn',
    ),
  };
}

function throttleOf({ requestsPerSecond, maxConcurrency }: ClientOptions): Throttle | undefined {
  if (requestsPerSecond === undefined && maxConcurrency === undefined) return undefined;
  return new Throttle({ requestsPerSecond, maxConcurrency });
}

function refuse(problems: readonly Problem[]): void {
  if (problems.length === 0) return;
  const message = `The client can't be made: ${inWords(problems, 'options')}`;
  throw new ConfigurationError(message, { code: 'INVALID_OPTIONS' });
}

function target(url: string | undefined, key: string | undefined, auth: Target['auth']): Target {
  return {
    url: url === undefined ? undefined : baseOf(url),
    key: key === undefined ? undefined : new Secret(key),
    auth,
  };
}

/** Without what a URL may carry and still have no query: a lone `?` or `#`, spaces around it, slashes at its end. */
function baseOf(url: string): string {
  const { origin, pathname } = new URL(url);
  return (origin + pathname).replace(/\/+$/, '');
}

function urlProblem(value: string): string | undefined {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url === undefined) return 'must be an absolute URL, as in https://api.example.com/v1';
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'must begin with https://';
  if (url.username !== '' || url.password !== '') return 'must not carry credentials';
  if (url.search !== '' || url.hash !== '') return 'must not have a query or a fragment';
  return undefined;
}

function insecure(options: {
  agents: { url: string };
  goals: { url: string | undefined };
  allowInsecureHttp?: boolean | undefined;
}): Problem[] {
  if (options.allowInsecureHttp) return [];
  return (['agents', 'goals'] as const)
    .filter((api) => isInsecure(options[api].url))
    .map((api) => ({
      path: `${api}.url`,
      message:
        'must be https, or loopback (`allowInsecureHttp: true` allows it): a key would travel in the clear',
    }));
}

function isInsecure(value: string | undefined): boolean {
  if (value === undefined || !URL.canParse(value)) return false;
  const { protocol, hostname } = new URL(value);
  return protocol === 'http:' && !isLoopback(hostname);
}

function fromEnv(env: Environment, name: string): string | undefined {
  return env[name] || undefined;
}

function environment(): Environment {
  return typeof process === 'undefined' ? {} : process.env;
}
