// The public surface is what `packages/*/api` says: a change of it shows in review, or here.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';

const root = dirname(import.meta.dirname);

it('the public surface is the one that was reviewed', { timeout: 60_000 }, () => {
  const script = join(root, 'scripts', 'api.mjs');
  const { status, stderr } = spawnSync(process.execPath, [script, '--check'], { encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});
