/** Mocks in processes of their own, made from the sources. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createClient } from '@voicectl/sdk';
import { build } from 'esbuild';
import { afterAll, beforeAll, onTestFinished } from 'vitest';
import { inlined } from '../../build/page';

let folder = '';

/** To be called once in a file of tests. */
export function buildServer(): void {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'voicectl-server-'));
    await build({
      entryPoints: [join(import.meta.dirname, 'server.ts')],
      bundle: true,
      platform: 'node',
      target: 'node20',
      format: 'cjs',
      outfile: join(folder, 'server.cjs'),
      conditions: ['@voicectl/source'],
      plugins: [inlined],
      logLevel: 'error',
    });
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
}

/** Starts a mock on a store; it ends with the test, if not before. `limits` are for the shell to set. */
export async function startServer(store: string, limits = ':') {
  const command = `${limits}; exec "$0" "$@"`;
  const server = [process.execPath, join(folder, 'server.cjs'), store];
  const child = spawn('bash', ['-c', command, ...server], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => kill(child));
  const said = createInterface({ input: child.stdout })[Symbol.asyncIterator]().next();
  const line = await Promise.race([said, once(child, 'exit')]);
  if (!('value' in line)) throw new Error('The server ended before it listened');
  const { agentsUrl, goalsUrl } = JSON.parse(line.value) as Record<
    'agentsUrl' | 'goalsUrl',
    string
  >;
  const client = createClient({
    agents: { url: agentsUrl, apiKey: 'k' },
    goals: { url: goalsUrl, token: 't' },
    maxRetries: 0,
  });
  onTestFinished(() => client.close());
  return { child, client, agentsUrl, goalsUrl, kill: () => kill(child) };
}

/** Lets a process make an agent and close its store. @returns its exit code, once it has ended by itself. */
export async function writeOnce(store: string): Promise<number | null> {
  const child = spawn(process.execPath, [join(folder, 'server.cjs'), store, '--once'], {
    stdio: 'inherit',
  });
  onTestFinished(() => kill(child));
  const [code] = (await once(child, 'exit')) as [number | null];
  return code;
}

/** At once, as a crash would. */
async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}
