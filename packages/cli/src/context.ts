/** All that a command may touch, made once. */
import { join } from 'node:path';
import type { CallOptions, Client, ClientOptions, Preview } from '@voicectl/sdk';
import { quote, samePlatform } from './command-line';
import type { Settings } from './config/settings';
import type { EventRecord } from './events/record';
import { Exit, exitCodes, UsageError } from './failure';
import type { GlobalFlags } from './input/global-flags';
import type { Output } from './output/index';
import { isCi, type Streams } from './streams';

/** One call of the platform. */
export type Call<T> = (
  client: Client,
  options: CallOptions & { readonly signal: AbortSignal },
) => Promise<T>;

export interface Context {
  readonly streams: Streams;
  readonly out: Output;
  readonly flags: GlobalFlags;
  /** What flags, environment and files say. @throws UsageError where one of them can't be used. */
  settings(): Promise<Settings>;
  /** Whether a person can be asked. */
  readonly interactive: boolean;
  /** Aborts when the command is interrupted. */
  readonly signal: AbortSignal;
  client(): Promise<Client>;
  /**
   * The call that a command is about, with a spinner that says what it is doing.
   * @throws Exit in place of it with `--dry-run`, when what would be sent has been shown.
   */
  call<T>(doing: string, call: Call<T>): Promise<T>;
  /** The same for what comes in pages. */
  walk<T>(walk: (...args: Parameters<Call<T>>) => AsyncIterable<T>): AsyncIterable<T>;
  /** What a call would send. */
  preview(call: (...args: Parameters<Call<unknown>>) => unknown): Promise<Preview>;
  /** A command to go on with, on the same platform. */
  next(command: string): string;
  /** Loads what `out` needs: help and completion do without it. */
  prepare(): Promise<void>;
  /** Lets go of connections. */
  close(): Promise<void>;
}

/** `flags` is asked when the first command needs them: they are known only after parsing. */
export function createContext(
  streams: Streams,
  flags: () => GlobalFlags,
  signal: AbortSignal,
  record?: EventRecord | undefined,
): Context {
  let settings: Promise<Settings> | undefined;
  let client: Promise<Client> | undefined;
  let out: Output | undefined;
  return {
    streams,
    signal,
    get flags() {
      return flags();
    },
    get out() {
      if (out === undefined) throw new Error('A command runs only after prepare()');
      return out;
    },
    settings() {
      settings ??= import('./config/settings').then(({ resolveSettings }) =>
        resolveSettings({ flags: flags(), env: streams.env, cwd: streams.cwd }),
      );
      return settings;
    },
    async prepare() {
      // Settings that can't be used are the business of the command that needs more of them than the format.
      const output = flags().output ?? (await this.settings().catch(() => undefined))?.output.value;
      out ??= await outputOf(streams, { ...flags(), output });
    },
    get interactive() {
      const { stderr, env } = streams;
      // Standard input last: merely to look at it costs Node six modules.
      return Boolean(stderr.isTTY && !isCi(env) && flags().input !== false && streams.stdin.isTTY);
    },
    client() {
      client ??= connect(this, record);
      return client;
    },
    async preview(call) {
      return (await this.client()).preview((recorder) => call(recorder, { signal }));
    },
    async call(doing, call) {
      if (flags().dryRun) return onlyShown(this, call);
      return this.out.wait(doing, call(await this.client(), { signal }));
    },
    async *walk(walk) {
      if (flags().dryRun) return onlyShown(this, walk);
      yield* walk(await this.client(), { signal });
    },
    next: (command) => ['Next: voicectl', command, ...samePlatform(flags()).map(quote)].join(' '),
    async close() {
      // A client that could not be made has been reported by the command that wanted it.
      const made = await client?.catch(() => undefined);
      await made?.close().catch(() => {});
    },
  };
}

async function onlyShown(
  context: Context,
  call: Parameters<Context['preview']>[0],
): Promise<never> {
  const { showPreviews } = await import('./dry-run');
  await showPreviews(context.out, await context.preview(call));
  throw new Exit(exitCodes.done);
}

export async function outputOf(streams: Streams, flags: GlobalFlags): Promise<Output> {
  const { Output } = await import('./output/index');
  const out = new Output(streams, { ...flags, format: flags.output });
  await out.prepare();
  return out;
}

async function connect(context: Context, record: EventRecord | undefined): Promise<Client> {
  const { out } = context;
  const settings = await context.settings();
  const onDrift: ClientOptions['onDrift'] = ({ operation, problems }) => {
    const places = problems.map(({ path }) => path || 'its root').slice(0, 5);
    out.warn(`The answer of ${operation} does not fit the contract at ${places.join(', ')}`);
  };
  const { createClient } = await import('@voicectl/sdk');
  const [{ connectionOf }, { transportFor }] = await Promise.all([
    import('./config/connection'),
    import('./connection/transport'),
  ]);
  const options = settings.mock.value
    ? { ...(await embeddedMock(context)), timeout: context.flags.timeout }
    : { ...(await connectionOf(settings)), transport: transportFor(context.streams.env) };
  const seen = context.flags.debug || record ? await watched(options, context, record) : options;
  return createClient({ ...seen, onDrift });
}

/** The same, but seen by those who want to. */
async function watched(
  options: ClientOptions,
  context: Context,
  record: EventRecord | undefined,
): Promise<ClientOptions> {
  const [{ watching }, { undiciTransport }] = await Promise.all([
    import('./connection/watching'),
    import('@voicectl/sdk'),
  ]);
  const watchers = record ? [record.watcher] : [];
  if (context.flags.debug) {
    const { debugging } = await import('./debug/index');
    watchers.push(debugging(context.out, await context.settings()));
  }
  const { transport } = options;
  const way = typeof transport === 'object' ? transport : undiciTransport();
  return watching({ ...options, transport: way }, watchers);
}

async function embeddedMock({ streams, flags }: Context): Promise<ClientOptions> {
  if (flags.agentsUrl !== undefined || flags.goalsUrl !== undefined) {
    throw new UsageError('--mock and a URL exclude each other', 'Leave one of them out.');
  }
  const [{ createMock }, { openStore }] = await Promise.all([
    import('@voicectl/mock'),
    import('@voicectl/mock/store'),
  ]);
  // A person sees an answer being made; a script gets it at once.
  const pace = streams.stdout.isTTY ? { firstToken: 150, token: 20 } : {};
  const store = await openStore(join(streams.cwd, '.voicectl', 'mock.json'));
  return createMock({ pace, store }).clientOptions;
}
