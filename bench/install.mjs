// Peers are no part of the workspace: they are installed, from the lock file beside them, when they are measured.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/**
 * @param {string} folder from here
 * @throws when they can't be installed, with what the package manager said above it.
 */
export function installPeers(folder) {
  /** @param {string} place */
  const path = (place) => fileURLToPath(new URL(place, import.meta.url));
  const args = [path('../scripts/install.mjs'), path(folder)];
  const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' });
  if (status !== 0) throw new Error('The peers could not be installed.');
}
