/** Asks the registry for the newest version: one GET that says nothing of who asks, in a process that nobody waits for. */
import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { latestAddress } from './registry';
import { writeState } from './state';
import { isNewer } from './versions';

/** Milliseconds. */
const patience = 1_000;
const mostBytes = 1_000_000;

/** Silent when it can't: tomorrow is another day. */
export async function checkForUpdate(env: NodeJS.ProcessEnv): Promise<void> {
  const latest = await askedVersion(env).catch(() => undefined);
  // Everything that is a version is newer than this.
  if (isNewer(latest, '0.0.0-0')) writeState(env, { latest });
}

async function askedVersion(env: NodeJS.ProcessEnv): Promise<unknown> {
  const address = await latestAddress(env);
  if (address === undefined) return undefined;
  const { get } =
    address.protocol === 'https:' ? await import('node:https') : await import('node:http');
  const signal = AbortSignal.timeout(patience);
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    get(address, { signal, headers: { accept: 'application/json' } }, resolve).on('error', reject);
  });
  let bytes = 0;
  response.on('data', (part: Buffer) => {
    bytes += part.length;
    if (bytes > mostBytes) response.destroy();
  });
  return response.statusCode === 200 ? JSON.parse(await text(response)).version : undefined;
}
