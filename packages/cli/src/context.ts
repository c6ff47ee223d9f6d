/** All that a command may touch, made once. */
import { join } from 'node:path';
import type { Client, ClientOptions } from '@voicectl/sdk';
import { UsageError } from './failure';
import { type Format, Output } from './output/index';

/** Flags that every command takes. */
export interface GlobalFlags {
  readonly output?: Format | undefined;
  readonly mock?: boolean | undefined;
  readonly agentsUrl?: string | undefined;
  readonly goalsUrl?: string | undefined;
  readonly timeout?: number | undefined;
  readonly input?: boolean | undefined;
}

export interface Streams {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
}

export interface Context {
  readonly streams: Streams;
  readonly out: Output;
  /** Whether a person can be asked. */
  readonly interactive: boolean;
  /** Aborts when the command is interrupted. */
  readonly signal: AbortSignal;
  client(): Promise<Client>;
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
    get out() {
      out ??= new Output(streams, flags().output);
      return out;
    },
    get interactive() {
      const { stdin, stderr, env } = streams;
      return Boolean(stdin.isTTY && stderr.isTTY && !env.CI && flags().input !== false);
    },
    client() {
      client ??= connect(streams, flags());
      return client;
    },
    async close() {
      // A client that could not be made has been reported by the command that wanted it.
      const made = await client?.catch(() => undefined);
      await made?.close().catch(() => {});
    },
  };
}

async function connect(streams: Streams, flags: GlobalFlags): Promise<Client> {
  const { createClient } = await import('@voicectl/sdk');
  const timeout = flags.timeout === undefined ? {} : { timeout: flags.timeout };
  if (flags.mock) return createClient({ ...(await embeddedMock(streams, flags)), ...timeout });
  // What no flag says comes from the environment, then from the default: the SDK's own order.
  return createClient({
    agents: { url: flags.agentsUrl },
    goals: { url: flags.goalsUrl },
    ...timeout,
  });
}

async function embeddedMock(streams: Streams, flags: GlobalFlags): Promise<ClientOptions> {
  if (flags.agentsUrl !== undefined || flags.goalsUrl !== undefined) {
    throw new UsageError('--mock and a URL exclude each other', 'Leave one of them out.');
  }
  const [{ createMock }, { keepInFile }] = await Promise.all([
    import('@voicectl/mock'),
    import('@voicectl/mock/file'),
  ]);
  // A person sees an answer being made; a script gets it at once.
  const pace = streams.stdout.isTTY ? { firstToken: 150, token: 20 } : {};
  return keepInFile(createMock({ pace }), join(streams.cwd, '.voicectl', 'mock.json'))
    .clientOptions;
}
