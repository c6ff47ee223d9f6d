/** The parts of an installation, each by itself. */
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Engine } from '../src/voice/install/engines';
import { install } from '../src/voice/install/install';
import type { NpmPackage } from '../src/voice/install/npm-packages';
import { tokensIn } from '../src/voice/install/tokens';
import { downloadText } from '../src/voice/install/watch-download';
import { contents, surroundings, withRegistry } from './voice-install-registry';
import { newFolder } from './voicectl';

describe('what was compiled for this kind of machine, and does not run on it', () => {
  const problem = new Error('no such instruction');

  it('gives way to what runs anywhere', async () => {
    await withRegistry({}, async ({ url, integrity }) => {
      const { env, kept } = surroundings(url);
      const { note } = await installed(engineOf(integrity, ['fast']), join(kept, 'some'), env);
      expect(note.packages.map(({ name }) => name)).toEqual(['shared', 'anywhere']);
      expect(contents(join(kept, 'some', 'node_modules')).sort()).toEqual(['anywhere', 'shared']);
    });
  });

  it('leaves nothing behind when that does not run, either', async () => {
    await withRegistry({}, async ({ url, integrity }) => {
      const { env, kept } = surroundings(url);
      const engine = engineOf(integrity, ['fast', 'anywhere']);
      await expect(installed(engine, join(kept, 'some'), env)).rejects.toBe(problem);
      expect(contents(kept)).toEqual([]);
    });
  });

  function engineOf(integrity: string, broken: readonly string[]): Engine {
    const [shared, fast, anywhere] = ['shared', 'fast', 'anywhere'].map((name) => {
      return { name, version: '1.13.8', integrity, bytes: 100, licence: 'MIT' };
    }) as [NpmPackage, NpmPackage, NpmPackage];
    return {
      name: 'some',
      does: 'nothing',
      folder: () => '',
      packages: ({ portable }) => [shared, portable ? anywhere : fast],
      problem: async (_, packages) =>
        packages.some(({ name }) => broken.includes(name)) ? problem : undefined,
    };
  }

  function installed(engine: Engine, folder: string, env: Record<string, string>) {
    const { signal } = new AbortController();
    return install({ engine, folder, env: { ...process.env, ...env }, cwd: newFolder(), signal });
  }
});

describe('the words of the model', () => {
  const script = (words: readonly string[]) =>
    `const a="x",b="${Buffer.from(words.join('\n')).toString('base64')}";`;
  const known = ['<unk>', '<s>', '</s>'];

  it('become lines of base64 and their number', () => {
    const words = [...known, '<0x0A>', '▁hello', ...Array.from({ length: 400 }, (_, n) => `w${n}`)];
    const lines = tokensIn(script(words)).trimEnd().split('\n');
    expect(lines).toHaveLength(words.length);
    expect(lines[3]).toBe(`${Buffer.from('\n').toString('base64')}\t3`);
    expect(lines[4]).toBe(`${Buffer.from(' hello').toString('base64')}\t4`);
  });

  it('are missing in anything else', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(() => tokensIn(text)).toThrow('does not hold the words');
      }),
    );
  });
});

describe('how far a download is', () => {
  it.each([
    [0, 33e6, 'downloading [--------------------] 0 of 33 MB'],
    [16.5e6, 33e6, 'downloading [##########----------] 17 of 33 MB'],
    [33e6, 33e6, 'downloading [####################] 33 of 33 MB'],
  ])('%d of %d', (done, total, text) => {
    expect(downloadText(done, total)).toBe(text);
  });
});
