/** A disk that is full, really: a small file system in memory, mounted for one command. */
import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { binary, cleanEnv, newFolder } from './voicectl';

const canMount =
  spawnSync('unshare', ['-rm', 'sh', '-c', `mount -t tmpfs tmpfs ${newFolder()}`]).status === 0;

/** Runs a shell in a folder that is a disk of 256 kB; `$V` is the binary, `fill` leaves no room on it. */
function onSmallDisk(script: string) {
  const folder = newFolder();
  const fill = 'fill() { dd if=/dev/zero of=ballast bs=4k 2>/dev/null; :; }';
  const { status, stdout, stderr } = spawnSync(
    'unshare',
    [
      '-rm',
      'sh',
      '-c',
      `mount -t tmpfs -o size=256k tmpfs ${folder} && cd ${folder} && ${fill}; ${script}`,
    ],
    {
      encoding: 'utf8',
      env: {
        ...cleanEnv(),
        V: `"${process.execPath}" "${binary}"`,
        VOICECTL_CONFIG: `${folder}/config.json`,
      },
    },
  );
  return { code: status, stdout, stderr };
}

describe.runIf(canMount)('a full disk', () => {
  it('keeps the settings that were there, and says why the new one is not', () => {
    const { stdout, stderr } = onSmallDisk(`
      eval $V config set timeout 1234 >/dev/null 2>&1
      fill
      eval $V config set timeout 99999 -o table >/dev/null; echo "exit $?"
      rm ballast; eval $V config get timeout; ls -A`);
    expect(stderr).toMatch(/no space|ENOSPC|disk is full/i);
    expect(stderr).not.toMatch(/^ +at /m);
    expect(stdout.split('\n').filter(Boolean)).toEqual(['exit 1', '1234', 'config.json']);
  });

  it('loses no agent of the embedded mock, and makes none that is not kept', () => {
    // Longer than the room that is left in the last block of a file.
    const create = 'eval $V agents create --mock -o name --instructions @long.txt --name';
    const { stdout, stderr } = onSmallDisk(`
      head -c 9000 /dev/zero | tr '\\0' x > long.txt
      ${create} Kept
      fill
      ${create} Lost; echo "exit $?"
      rm ballast; eval $V agents list --mock -o name`);
    expect(stderr).not.toMatch(/^ +at /m);
    expect(stdout.split('\n').filter(Boolean)).toEqual(['Kept', 'exit 1', 'Kept']);
  });

  it('is said of what a command prints, once', () => {
    const { stdout, stderr } = onSmallDisk(`
      fill
      eval $V openapi > out.json; echo "exit $?"`);
    expect(stdout).toBe('exit 1\n');
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });
});
