/** A server made for one test, and a recorder before it. */
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import type { Cassette, Exchange } from '../../src/cassette/index';
import { type Recorder, type RecordOptions, record } from '../../src/doors/recorder';

export async function listen(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

export interface Recorded {
  readonly recorder: Recorder;
  readonly exchanges: Exchange[];
  readonly troubles: string[];
  /** The recording as it would stand in a file. */
  text(): string;
}

/** Both APIs of the server are recorded: `/base` is the one of agents, `/rpc` the one of goals. */
export async function recordBefore(
  listener: RequestListener,
  options: Partial<RecordOptions> = {},
): Promise<Recorded> {
  const root = await listen(listener);
  const exchanges: Exchange[] = [];
  const troubles: string[] = [];
  const recorder = await record({
    agents: `${root}/base`,
    goals: `${root}/rpc`,
    port: 0,
    add: (exchange) => void exchanges.push(exchange),
    onTrouble: (words) => void troubles.push(words),
    ...options,
  });
  onTestFinished(() => recorder.close());
  return {
    recorder,
    exchanges,
    troubles,
    text: () => exchanges.map((exchange) => JSON.stringify(exchange)).join('\n'),
  };
}

export function cassetteOf(exchanges: readonly Exchange[]): Cassette {
  const recordedAt = '2026-01-01T00:00:00.000Z';
  return { header: { voicectl: 'cassette', version: 1, recordedAt, targets: {} }, exchanges };
}

/** An exchange as the tests write it: what is left out is harmless. */
export function exchange(
  method: string,
  path: string,
  parts: {
    readonly body?: unknown;
    readonly query?: string;
    readonly status?: number;
    readonly answer?: unknown;
    readonly headers?: Record<string, string>;
    readonly accept?: string;
    readonly events?: [number, string][];
    readonly credential?: Exchange['request']['credential'];
    readonly at?: string;
    readonly ms?: number;
    readonly ended?: 'cut' | 'left';
  } = {},
): Exchange {
  const { body, query, status = 200, answer, events, credential = 'sent' } = parts;
  const type = events ? 'text/event-stream' : 'application/json';
  return {
    at: parts.at ?? '2026-01-01T00:00:00.000Z',
    ms: parts.ms ?? 0,
    request: {
      method,
      path,
      ...(query !== undefined && { query }),
      headers: {
        accept: parts.accept ?? 'application/json',
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      credential,
    },
    response: {
      status,
      headers: { 'content-type': type, 'x-request-id': 'r', ...parts.headers },
      after: 0,
      ...(answer !== undefined && {
        body: typeof answer === 'string' ? answer : JSON.stringify(answer),
      }),
      ...(events && { events }),
      ...(parts.ended && { ended: parts.ended }),
    },
  };
}
