// The peers are no part of the workspace: a benchmark that needs them installs them, from the lock file beside this one.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** @throws when they can't be installed, with what the package manager said above it. */
export function installPeers() {
  const folder = fileURLToPath(new URL('.', import.meta.url));
  const install = ['--dir', folder, 'install', '--frozen-lockfile', '--reporter=silent'];
  // A script that pnpm runs is told where pnpm is.
  const { npm_execpath: manager = '' } = process.env;
  const byScript = /pnpm[^/\\]*$/.test(manager) && /\.[cm]?js$/.test(manager);
  const [command, args] = byScript
    ? [process.execPath, [manager, ...install]]
    : ['npx', ['--yes', 'pnpm@10', ...install]];
  const shell = !byScript && process.platform === 'win32';
  const { status, error } = spawnSync(command, args, { stdio: ['ignore', 2, 2], shell });
  if (status !== 0) throw new Error('The peers could not be installed.', { cause: error });
}
