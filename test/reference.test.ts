/** The reference can be made of the sources without a warning: whatever is public has its words. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = dirname(import.meta.dirname);

describe('the reference', () => {
  it('is made without a warning', () => {
    const typedoc = join(root, 'node_modules', 'typedoc', 'bin', 'typedoc');
    const { status, stdout, stderr } = spawnSync(process.execPath, [typedoc, '--emit', 'none'], {
      cwd: root,
      encoding: 'utf8',
      env: { ...process.env, NO_COLOR: '1' },
    });
    const lines = (stdout + stderr).split('\n');
    expect(lines.filter((line) => /\[(warning|error)\]/.test(line))).toEqual([]);
    expect(status).toBe(0);
  }, 60_000);

  it.each(['sdk', 'mock'])('of packages/%s has every way of importing it', (name) => {
    const { exports } = read(name, 'package.json') as { exports: Record<string, Door | string> };
    const { entryPoints } = read(name, 'typedoc.json') as { entryPoints: string[] };
    const doors = Object.values(exports).flatMap((door) => (typeof door === 'object' ? door : []));
    expect(entryPoints.map((file) => `./${file}`).sort()).toEqual(
      doors.map((door) => door['@voicectl/source']).sort(),
    );
  });
});

interface Door {
  readonly '@voicectl/source': string;
}

function read(name: string, file: string): unknown {
  return JSON.parse(readFileSync(join(root, 'packages', name, file), 'utf8'));
}
