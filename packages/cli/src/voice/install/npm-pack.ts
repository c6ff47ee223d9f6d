/** Packages through the user's own npm: their registry, their proxy, their rights. Nothing of a package is run. */
import { spawnSync } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import spawn from 'cross-spawn';
import { cleanLine } from '../../output/clean';
import { InstallError } from './install-error';
import type { NpmPackage } from './npm-packages';

export interface NpmSurroundings {
  readonly env: NodeJS.ProcessEnv;
  /** A project may name a registry of its own. */
  readonly cwd: string;
  readonly signal: AbortSignal;
}

/** Leaves the tarballs in the folder. @throws InstallError */
export async function packTo(
  folder: string,
  packages: readonly NpmPackage[],
  surroundings: NpmSurroundings,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const specs = packages.map(({ name, version }) => `${name}@${version}`);
  const flags = ['--ignore-scripts', '--json', '--dry-run=false', '--loglevel=error', ...quickly];
  const run = await npm(['pack', ...specs, `--pack-destination=${folder}`, ...flags], surroundings);
  if (run.code !== 0) throw refusal(run);
}

/** Where npm keeps what it loads; undefined when it doesn't say. */
export async function npmCache(surroundings: NpmSurroundings): Promise<string | undefined> {
  const { code, stdout } = await npm(['config', 'get', 'cache'], surroundings);
  return code === 0 ? stdout.trim() || undefined : undefined;
}

/** A network that isn't there is noticed within seconds. */
const quickly = [
  '--fetch-retries=2',
  '--fetch-retry-mintimeout=500',
  '--fetch-retry-maxtimeout=3000',
];

interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function npm(args: readonly string[], { env, cwd, signal }: NpmSurroundings): Promise<Run> {
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const child = spawn('npm', [...args], {
      env: { ...withoutOurs(env), npm_config_update_notifier: 'false' },
      cwd,
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
    });
    let stdout = '';
    let stderr = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      stderr = (stderr + text).slice(-4000);
    });
    const stop = () => end(child.pid, () => child.kill());
    signal.addEventListener('abort', stop, { once: true });
    child.on('error', (error: NodeJS.ErrnoException) => reject(cantStart(error)));
    child.on('close', (code) => {
      signal.removeEventListener('abort', stop);
      if (signal.aborted) reject(signal.reason);
      else resolve({ code, stdout, stderr });
    });
  });
}

/** Others' keys stay: the user's settings of npm may name one. */
export function withoutOurs(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^VOICECTL_/i.test(name)));
}

/** On Windows, npm is a script that has started Node. */
function end(pid: number | undefined, kill: () => void): void {
  if (process.platform !== 'win32' || pid === undefined) kill();
  else spawnSync('taskkill', ['/pid', String(pid), '/t', '/f']);
}

function cantStart(cause: NodeJS.ErrnoException): InstallError {
  return cause.code === 'ENOENT'
    ? new InstallError(
        'npm is not there, and it is what brings packages',
        'It comes with Node: https://nodejs.org. If it is installed, add its folder to PATH.',
        { cause },
      )
    : new InstallError(`npm can't be started: ${cause.message}`, 'Does `npm --version` work?', {
        cause,
      });
}

function refusal({ stdout, stderr }: Run): InstallError {
  const { code, summary } = problemIn(stdout);
  const said = cleanLine(summary || stderr).slice(0, 300) || 'it did not say why';
  const known = reasons.find(({ codes }) => codes.test(code));
  return known
    ? new InstallError(`${known.message} (${code})`, known.hint, {
        again: known.again ?? false,
        cause: new Error(said),
      })
    : new InstallError(`npm failed: ${said}`, 'Does `npm ping` work?');
}

const reasons: readonly {
  readonly codes: RegExp;
  readonly message: string;
  readonly hint: string;
  readonly again?: boolean;
}[] = [
  {
    codes:
      /^(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ENETUNREACH|EHOSTUNREACH|E?TIMEDOUT|ERR_SOCKET_TIMEOUT|ENOTCACHED|E5\d\d)$/,
    message: "npm can't reach its registry",
    hint: 'This needs the network once; `npm ping` shows whether npm has it. Then run it again.',
    again: true,
  },
  {
    codes: /^(E401|E403|ENEEDAUTH)$/,
    message: "npm's registry wants to know who asks",
    hint: '`npm login` tells it; `npm config get registry` shows which one it is.',
  },
  {
    codes: /^(E404|ETARGET)$/,
    message: "npm's registry does not have the package",
    hint: '`npm config get registry` shows which one it is: does it mirror the public one?',
  },
  {
    codes: /^(EINTEGRITY|EBADENGINE)$/,
    message: 'What npm was sent is not what its registry announced',
    hint: 'Nothing was installed. Run it again; `npm cache verify` mends a damaged cache.',
    again: true,
  },
  { codes: /^ENOSPC$/, message: 'The disk is full', hint: 'It needs 130 MB for a moment.' },
];

function problemIn(stdout: string): { readonly code: string; readonly summary: string } {
  try {
    const { code, summary } = Object(Object(JSON.parse(stdout)).error);
    return { code: String(code ?? ''), summary: String(summary ?? '') };
  } catch {
    return { code: '', summary: '' };
  }
}
