/** What tests of voices in the cloud share: servers of this machine that speak the services' protocols. */
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { type CloudAccess, Key } from '../src/voice/keys';
import type { Piece, Speaker, Speech } from '../src/voice/stages';
import { oneByOne } from './voice-speak';

export const key = 'sk_0123456789abcdefTOPSECRET';

export function accessTo(url: string): CloudAccess {
  const variables = { keyVariable: 'SOME_API_KEY', urlVariable: 'SOME_URL' };
  return { ...variables, key: new Key(key), url };
}

export const closing: (() => unknown)[] = [];

/** For afterEach. */
export async function closeServers(): Promise<void> {
  for (const close of closing.splice(0).reverse()) await close();
}

export async function httpServer(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

export const bytesOf = (samples: Int16Array): Buffer =>
  Buffer.from(samples.buffer.slice(samples.byteOffset, samples.byteOffset + samples.byteLength));

/** A sound that tells its text by its length. */
export const soundOf = (text: string): Int16Array =>
  Int16Array.from({ length: 1000 + 10 * text.length }, (_, at) =>
    Math.round(6000 * Math.sin(at / 7)),
  );

/** All that could be printed of a value. */
export function everythingOf(value: unknown): string {
  const shown = inspect(value, { depth: 20, showHidden: true, getters: true });
  const { message, stack, hint } = Object(value) as Error & { hint?: string };
  return [shown, String(value), JSON.stringify(value), message, stack, hint].join('\n');
}

export function thrownBy(run: () => Promise<unknown>): Promise<Error & { hint?: string }> {
  return run().then(
    () => {
      throw new Error('nothing was thrown');
    },
    (error) => error,
  );
}

/** All sounds until the error, and the error. */
export async function saidUntilError(speaker: Speaker, pieces: readonly Piece[]) {
  const said: Speech[] = [];
  const error = await thrownBy(async () => {
    const { signal } = new AbortController();
    for await (const speech of speaker.speak(oneByOne(pieces), signal)) said.push(speech);
  });
  return { said, error };
}

export async function all<T>(source: AsyncIterable<T>): Promise<T[]> {
  const values: T[] = [];
  for await (const value of source) values.push(value);
  return values;
}

/** Waits for something that comes about by itself. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}
