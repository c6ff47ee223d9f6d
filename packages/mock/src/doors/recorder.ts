/**
 * A proxy that writes down what passes through it, without secrets.
 * @module recorder
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { agentsPath, type Exchange, goalsPath } from '../cassette/cassette';
import { Redactor } from '../cassette/redaction';
import { createGate } from './gate';
import { reachable } from './reachable';
import { pass, type Recording } from './recorder/pass';
import { targetOf } from './recorder/target';

export { CassetteError } from '../cassette/lines';
export {
  type CassetteFile,
  createCassette,
  loadCassette,
  type WhenThere,
} from '../store/cassette-file';

/** What {@link record} takes. One of the two servers at least. */
export interface RecordOptions {
  /** Base URL of the real agents API; what follows `/api` here follows it there. */
  readonly agents?: string | undefined;
  /** URL of the real goals API; `/v1` here. */
  readonly goals?: string | undefined;
  /** Lent to callers that send no credential to the agents API. */
  readonly apiKey?: string | undefined;
  /** Lent to callers that send no credential to the goals API. */
  readonly token?: string | undefined;
  /** 0 takes a free one. Default 4010. */
  readonly port?: number | undefined;
  /** Default 127.0.0.1: other machines can't reach it. */
  readonly host?: string | undefined;
  /**
   * Takes each exchange when it has ended, secrets removed, before its caller gets the end of the answer: what a caller
   * has seen whole is not lost. A failure is told to `onTrouble`.
   */
  readonly add: (exchange: Exchange) => void | Promise<void>;
  /** Told in words of what was not recorded, and why: a server that can't be reached, a full disk. */
  readonly onTrouble?: ((words: string) => void) | undefined;
}

/** A recorder that listens. */
export interface Recorder extends AsyncDisposable {
  readonly port: number;
  /** Base URL of the agents API, through the recorder. */
  readonly agentsUrl: string;
  /** URL of the goals API, through the recorder. */
  readonly goalsUrl: string;
  /** Where the real ones are, as a cassette's header has them. */
  readonly targets: { readonly agents?: string; readonly goals?: string };
  /** Exchanges so far. */
  readonly recorded: number;
  /** Stops listening, drops open connections, and waits until what has been heard of them is written down. */
  close(): Promise<void>;
}

/**
 * Starts a recorder. Answers pass as they are, event streams with their timing; compression is not asked for.
 * Credentials travel to the server and into no exchange.
 * @throws RangeError when a URL can't be used; the system's own error when the port can't be taken.
 */
export async function record(options: RecordOptions): Promise<Recorder> {
  const { agents, goals, apiKey, token, port = 4010, host = '127.0.0.1' } = options;
  let recorded = 0;
  const recording: Recording = {
    agents: agents === undefined ? undefined : targetOf('agents', agents, apiKey),
    goals: goals === undefined ? undefined : targetOf('goals', goals, token),
    redactor: new Redactor(),
    gate: createGate({}, host),
    trouble: (words) => options.onTrouble?.(words),
    async add(exchange) {
      try {
        await options.add(exchange);
        recorded++;
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        const { method, path } = exchange.request;
        options.onTrouble?.(`${method} ${path} could not be written down: ${reason}`);
      }
    },
  };
  if (!recording.agents && !recording.goals) {
    throw new RangeError('A recorder needs the URL of the agents API, of the goals API, or both');
  }
  for (const secret of [apiKey, token]) if (secret) recording.redactor.learn(secret);

  const open = new Set<Promise<void>>();
  const server = createServer((request, response) => {
    const passing = pass(recording, request, response).finally(() => open.delete(passing));
    open.add(passing);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const taken = (server.address() as AddressInfo).port;
  const root = `http://${reachable(host)}:${taken}`;
  const close = async () => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeAllConnections();
    await Promise.all([closed, ...open]);
  };
  return {
    port: taken,
    agentsUrl: root + agentsPath,
    goalsUrl: root + goalsPath,
    targets: targetsOf(recording),
    get recorded() {
      return recorded;
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

function targetsOf({ agents, goals }: Recording): Recorder['targets'] {
  return { ...(agents && { agents: agents.shown }), ...(goals && { goals: goals.shown }) };
}
