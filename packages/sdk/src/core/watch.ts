/**
 * What can be seen of a call from outside: hooks, a logger, and channels of `node:diagnostics_channel`. No key, and
 * nothing of a request's body; an error carries what the server said.
 */
import type { VoicectlError } from './errors';
import type { Problem } from './problem';

/** An attempt that is about to be sent. */
export interface RequestNotice {
  /** The same for all attempts of a call, and for no other call of this process. */
  readonly call: number;
  /** `agents.create` */
  readonly operation: string;
  readonly method: string;
  /** Path template, never the filled path. */
  readonly path: string;
  /** 1 is the first. */
  readonly attempt: number;
}

/** An attempt that is over, with an answer (any status) or without one. */
export interface ResponseNotice extends RequestNotice {
  /** Milliseconds since it was sent, its body included; of a stream, until it began. */
  readonly ms: number;
  readonly status: number | undefined;
  readonly requestId: string | undefined;
  /** Why it failed; nothing for a success. */
  readonly error: VoicectlError | undefined;
}

/** A repeat that is about to happen. */
export interface RetryNotice {
  readonly call: number;
  readonly operation: string;
  /** Number of the attempt that failed; 1 is the first. */
  readonly attempt: number;
  /** Milliseconds until the next one. */
  readonly wait: number;
  readonly error: VoicectlError;
}

/** An answer that was handed over although it does not fit the contract. */
export interface DriftNotice {
  readonly operation: string;
  readonly problems: readonly Problem[];
  readonly requestId: string | undefined;
}

interface Notices {
  request: RequestNotice;
  response: ResponseNotice;
  retry: RetryNotice;
  drift: DriftNotice;
}

export type Hooks = { readonly [K in keyof Notices]: ((notice: Notices[K]) => void) | undefined };

/** `console` is one. */
export type Logger = Readonly<Record<Exclude<LogLevel, 'off'>, (line: string) => void>>;
/** From all to nothing: `debug`, `info`, `warn`, `error`, `off`. */
export type LogLevel = (typeof logLevels)[number];
export const logLevels = ['debug', 'info', 'warn', 'error', 'off'] as const;

/** Tells everybody who watches. What a watcher throws, now or later, is dropped: watching must not change a call. */
export interface Watch {
  /** Whether anybody would hear of it: a notice that nobody hears need not be made. */
  hears(kind: keyof Notices): boolean;
  tell<K extends keyof Notices>(kind: K, notice: Notices[K]): void;
}

export function createWatch(hooks: Hooks, logger: Logger | undefined, level: LogLevel): Watch {
  const logs = (kind: keyof Notices) =>
    logger !== undefined && logLevels.indexOf(levels[kind]) >= logLevels.indexOf(level);
  const loud = {
    request: hooks.request !== undefined || logs('request'),
    response: hooks.response !== undefined || logs('response'),
    retry: hooks.retry !== undefined || logs('retry'),
    drift: hooks.drift !== undefined || logs('drift'),
  };
  return {
    hears: (kind) => loud[kind] || channelOf(kind)?.hasSubscribers === true,
    tell: (kind, notice) => {
      quietly(() => hooks[kind]?.(notice));
      const channel = channelOf(kind);
      if (channel?.hasSubscribers) quietly(() => channel.publish(notice));
      if (logs(kind)) quietly(() => logger?.[levels[kind]](lines[kind](notice)));
    },
  };
}

/** Tells nobody. */
export const silent: Watch = { hears: () => false, tell() {} };

const levels = { request: 'debug', response: 'debug', retry: 'warn', drift: 'warn' } as const;

const lines: { readonly [K in keyof Notices]: (notice: Notices[K]) => string } = {
  request: ({ call, operation, method, path, attempt }) =>
    `voicectl #${call} ${operation}: ${method} ${path}, attempt ${attempt}`,
  response: ({ call, operation, status, error, ms, requestId }) =>
    `voicectl #${call} ${operation}: ${status ?? error?.code ?? error?.name} in ${ms} ms${requestId ? `, request ${requestId}` : ''}`,
  retry: ({ call, operation, attempt, wait, error }) =>
    `voicectl #${call} ${operation}: attempt ${attempt} failed (${error.code ?? error.status ?? error.name}), again in ${wait} ms`,
  drift: ({ operation, problems }) =>
    `voicectl ${operation}: the answer does not fit the contract at ${problems.map(({ path }) => path || 'its root').join(', ')}`,
};

let calls = 0;
export function nextCall(): number {
  calls += 1;
  return calls;
}

/** What a watcher throws, now or later, is dropped. */
export function quietly(watcher: () => unknown): void {
  try {
    Promise.resolve(watcher()).catch(() => {});
  } catch {}
}

interface Channel {
  readonly hasSubscribers: boolean;
  publish(message: unknown): void;
}

type Channels = { readonly [K in keyof Notices]: Channel | undefined };
let channels: Channels | undefined;

/** Asked of the process, not imported: other runtimes have no such module, and no process either. */
function channelOf(kind: keyof Notices): Channel | undefined {
  channels ??= openChannels();
  return channels[kind];
}

function openChannels(): Channels {
  const module = globalThis.process?.getBuiltinModule?.('node:diagnostics_channel');
  const open = (kind: keyof Notices): Channel | undefined => module?.channel(`voicectl:${kind}`);
  return {
    request: open('request'),
    response: open('response'),
    retry: open('retry'),
    drift: open('drift'),
  };
}
