// Installs a project that is no part of the workspace, from the lock file beside its package.json.
// `node scripts/install.mjs FOLDER`
import { spawnSync } from 'node:child_process';

const [, , folder = '.'] = process.argv;
const install = ['--dir', folder, 'install', '--frozen-lockfile', '--reporter=silent'];
// A script that pnpm runs is told where pnpm is.
const { npm_execpath: manager = '' } = process.env;
const byScript = /pnpm[^/\\]*$/.test(manager) && /\.[cm]?js$/.test(manager);
const [command, args] = byScript
  ? [process.execPath, [manager, ...install]]
  : ['npx', ['--yes', 'pnpm@10', ...install]];
const shell = !byScript && process.platform === 'win32';
const { status, error } = spawnSync(command, args, { stdio: ['ignore', 2, 2], shell });
if (error) process.stderr.write(`${error.message}\n`);
process.exitCode = status ?? 1;
