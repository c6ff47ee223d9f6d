/** All that a command may touch, made once. */
import { join } from 'node:path';
import type { CallOptions, Client, ClientOptions, Preview } from '@voicectl/sdk';
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
  /** What a call would send. */
  preview(call: Call<unknown>): Promise<Preview>;
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
): Context {
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
    async prepare() {
      out ??= await outputOf(streams, flags());
    },
    get interactive() {
      const { stdin, stderr, env } = streams;
      return Boolean(stdin.isTTY && stderr.isTTY && !isCi(env) && flags().input !== false);
    },
    client() {
      client ??= connect(streams, flags(), this.out);
      return client;
    },
    async preview(call) {
      return (await this.client()).preview((recorder) => call(recorder, { signal }));
    },
    async call(doing, call) {
      if (flags().dryRun) {
        const { showPreviews } = await import('./dry-run');
        await showPreviews(this.out, [await this.preview(call)]);
        throw new Exit(exitCodes.done);
      }
      return this.out.wait(doing, call(await this.client(), { signal }));
    },
    next: (command) => `Next: voicectl ${command}${flags().mock ? ' --mock' : ''}`,
    async close() {
      // A client that could not be made has been reported by the command that wanted it.
      const made = await client?.catch(() => undefined);
      await made?.close().catch(() => {});
    },
  };
}

export async function outputOf(streams: Streams, flags: GlobalFlags): Promise<Output> {
  const { Output } = await import('./output/index');
  return new Output(streams, flags.output as 'table');
}

async function connect(streams: Streams, flags: GlobalFlags, out: Output): Promise<Client> {
  const { createClient } = await import('@voicectl/sdk');
  const options: ClientOptions = {
    timeout: flags.timeout,
    onDrift: ({ operation, problems }) => {
      const places = problems.map(({ path }) => path || 'its root').slice(0, 5);
      out.warn(`The answer of ${operation} does not fit the contract at ${places.join(', ')}`);
    },
  };
  if (flags.mock) return createClient({ ...options, ...(await embeddedMock(streams, flags)) });
  // What no flag says comes from the environment, then from the default: the SDK's own order.
  const { agentsUrl, goalsUrl } = flags;
  return createClient({ ...options, agents: { url: agentsUrl }, goals: { url: goalsUrl } });
}

async function embeddedMock(streams: Streams, flags: GlobalFlags): Promise<ClientOptions> {
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
