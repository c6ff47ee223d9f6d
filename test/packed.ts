/** Consumers as they would be on somebody else's machine: a copy of a fixture, with the packed packages installed. */
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll } from 'vitest';

const root = dirname(import.meta.dirname);
// npm and npx are scripts of the shell on Windows.
const run = promisify(execFile) as (
  command: string,
  args: readonly string[],
  options: { cwd: string; shell?: boolean },
) => Promise<{ stdout: string }>;
const shell = process.platform === 'win32';

const folders: string[] = [];
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

/** A folder outside of the repository, so that nothing is found that wasn't installed; gone after the tests. */
export async function folderElsewhere(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'voicectl-consumer-'));
  folders.push(folder);
  return folder;
}

const tarballs = new Map<string, Promise<string>>();

/** The file that publishing would upload. `name` is the folder's: `sdk`, `mock`. */
export function tarball(name: string): Promise<string> {
  const packed = tarballs.get(name) ?? pack(name);
  tarballs.set(name, packed);
  return packed;
}

async function pack(name: string): Promise<string> {
  const args = [
    '--yes',
    'pnpm@10',
    'pack',
    '--json',
    '--pack-destination',
    await folderElsewhere(),
  ];
  const { stdout } = await run('npx', args, { cwd: join(root, 'packages', name), shell });
  return JSON.parse(stdout).filename;
}

/** A copy of `fixtures/<fixture>`, its dependencies installed: of ours, what would be published. */
export async function consumer(fixture: string): Promise<string> {
  const folder = join(await folderElsewhere(), fixture);
  await mkdir(folder);
  await cp(join(root, 'fixtures', fixture), folder, { recursive: true });
  const { dependencies } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const ours = Object.keys(dependencies).filter((name) => name.startsWith('@voicectl/'));
  const files = await Promise.all(ours.map((name) => tarball(name.replace('@voicectl/', ''))));
  const flags = ['--prefer-offline', '--no-audit', '--no-fund', '--no-package-lock'];
  await run('npm', ['install', ...flags, ...files], { cwd: folder, shell });
  return folder;
}
