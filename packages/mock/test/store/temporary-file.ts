/** A path where a file may come into being, in a folder that goes with the test. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

export async function temporaryFile(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'voicectl-mock-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return join(folder, 'state', 'mock.json');
}
