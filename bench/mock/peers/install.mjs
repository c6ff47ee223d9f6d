// The peers are no part of the workspace: they are installed from the lock file beside this one when they are measured.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** @throws when they can't be installed, with what the package manager said above it. */
export function installMockPeers() {
  const script = fileURLToPath(new URL('../../../scripts/install.mjs', import.meta.url));
  const folder = fileURLToPath(new URL('.', import.meta.url));
  const { status } = spawnSync(process.execPath, [script, folder], { stdio: 'inherit' });
  if (status !== 0) throw new Error('The peers could not be installed.');
}
