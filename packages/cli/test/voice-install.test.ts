/** What offline listening needs is brought by npm: whole and checked, or not at all. */
import { mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { moonshine } from '../src/voice/listen/moonshine';
import { espeakPlace } from '../src/voice/speak/espeak';
import {
  contents,
  type RegistryOptions,
  surroundings,
  withRegistry,
} from './voice-install-registry';
import { built, finals, heard, moonshineHere, silence, sound, spoken } from './voice-listening';
import { enter, failure, json, newFolder, Terminal, voicectl } from './voicectl';

interface Shown {
  readonly engine: string;
  readonly state: string;
  readonly bytes: number | null;
  readonly licences: string;
  readonly place: string | null;
}

describe('before anything is brought', () => {
  it('says sizes and licences, and wants a yes where nobody can be asked', async () => {
    await withRegistry({}, async ({ url, asked }) => {
      const { env, kept } = surroundings(url);
      const error = await failure(['voice', 'install'], 2, { env });
      expect(error.message).toMatch(/^Bring \d+ MB by npm \(MIT, Apache-2\.0\) to .*moonshine\?/);
      expect(error.hint).toBe('Add --yes to go ahead.');
      expect(asked).toEqual([]);
      expect(contents(kept)).toEqual([]);
    });
  });

  it('asks a person, and takes a no', async () => {
    await withRegistry({}, async ({ url, asked }) => {
      const { env, kept } = surroundings(url);
      const terminal = new Terminal(['voice', 'install'], { env, columns: 160 });
      await terminal.shows('@moonshine-ai/moonshine-js 0.1.29: MIT, 22 MB');
      await terminal.shows('sherpa-onnx');
      await terminal.shows('Apache-2.0');
      await terminal.shows('by npm (MIT, Apache-2.0)');
      terminal.type(`n${enter}`);
      await terminal.shows('nothing installed');
      expect(await terminal.exit()).toBe(0);
      expect(asked).toEqual([]);
      expect(contents(kept)).toEqual([]);
    });
  });

  it('shows the plan, and no more, with --dry-run', async () => {
    const { env, kept } = surroundings('http://127.0.0.1:9');
    expect(await json(['voice', 'install', '--dry-run'], { env })).toMatchObject({
      engine: 'moonshine',
      packages: expect.stringContaining('@moonshine-ai/moonshine-js@0.1.29'),
      licences: 'MIT, Apache-2.0',
    });
    expect(contents(kept)).toEqual([]);
  });

  it('names the engines when it does not know one', async () => {
    const error = await failure(['voice', 'install', 'whisper', '--yes'], 2);
    expect(error.message).toBe('There is no engine "whisper"');
    expect(error.hint).toBe('There are: moonshine, espeak.');
  });
});

describe('nothing is installed', () => {
  it('when a package is not the one that is pinned, although its registry says so', async () => {
    await withRegistry({}, async ({ url }) => {
      const { env, kept } = surroundings(url);
      const error = await failure(['voice', 'install', '--yes'], 1, { env });
      expect(error.code).toBe('INSTALL_FAILED');
      expect(error.message).toMatch(
        /^@moonshine-ai\/moonshine-js 0\.1\.29 is not what voicectl was made for: .*sha512-Gx1B3mJc/,
      );
      expect(contents(kept)).toEqual([]);
    });
  });

  it('when a tarball breaks off', async () => {
    const send: RegistryOptions['send'] = (response, tarball) => {
      response.writeHead(200, { 'content-length': tarball.length });
      response.write(tarball.subarray(0, 40), () => response.destroy());
    };
    await withRegistry({ send }, async ({ url }) => {
      const { env, kept } = surroundings(url);
      const { code, stdout } = await voicectl(['voice', 'install', '--yes'], { env });
      expect(code).not.toBe(0);
      expect(stdout).toBe('');
      expect(contents(kept)).toEqual([]);
    });
  });

  it.each([
    ['has no such package', 404, 1, /registry does not have the package/],
    ['wants to know who asks', 401, 1, /registry wants to know who asks/],
  ])('when the registry %s', async (_, status, exit, message) => {
    await withRegistry({ status }, async ({ url }) => {
      const { env, kept } = surroundings(url);
      const error = await failure(['voice', 'install', '--yes'], exit, { env });
      expect(error.message).toMatch(message);
      expect(contents(kept)).toEqual([]);
    });
  });

  it('when there is no network, and says so', async () => {
    const { env, kept } = surroundings('http://127.0.0.1:9');
    const error = await failure(['voice', 'install', '--yes'], 7, { env });
    expect(error.message).toMatch(/^npm can't reach its registry/);
    expect(error.hint).toContain('This needs the network once');
    expect(contents(kept)).toEqual([]);
  });

  it('when there is no npm, and says so', async () => {
    const { env, kept } = surroundings();
    const error = await failure(['voice', 'install', '--yes'], 1, {
      env: { ...env, PATH: newFolder(), Path: newFolder() },
    });
    expect(error.message).toBe('npm is not there, and it is what brings packages');
    expect(contents(kept)).toEqual([]);
  });

  it('when it is interrupted', async () => {
    let reached = () => {};
    const waiting = new Promise<void>((resolve) => {
      reached = resolve;
    });
    await withRegistry({ send: () => reached() }, async ({ url }) => {
      const { env, kept } = surroundings(url);
      const terminal = new Terminal(['voice', 'install', '--yes'], { env });
      await waiting;
      terminal.signal('SIGINT');
      expect(await terminal.exit()).toBe(130);
      expect(contents(kept)).toEqual([]);
    });
  });

  it('where a file is in its place', async () => {
    const { env } = surroundings('http://127.0.0.1:9');
    const file = join(newFolder(), 'file');
    writeFileSync(file, '');
    const error = await failure(['voice', 'install', '--yes'], 1, {
      env: { ...env, XDG_CACHE_HOME: file },
    });
    expect(error.message).toMatch(/^Can't write .*moonshine: a part of its path is a file/);
  });

  it('and what a killed one has left is cleared away by the next', async () => {
    await withRegistry({}, async ({ url }) => {
      const { env, kept } = surroundings(url);
      mkdirSync(join(kept, 'moonshine.draft-1', 'tarballs'), { recursive: true });
      await failure(['voice', 'install', '--yes'], 1, { env });
      expect(contents(kept)).toEqual([]);
    });
  });
});

const folder = await moonshineHere();

describe.skipIf(folder === undefined)('what is installed', () => {
  it('is there and whole, twice at once as well as again, until it is removed', async () => {
    const { env, kept } = surroundings();
    const install = ['voice', 'install', '--yes'];
    const both = await Promise.all([json<Shown>(install, { env }), json<Shown>(install, { env })]);
    expect(both[0]).toEqual(both[1]);
    expect(both[0]).toMatchObject({ state: 'installed', licences: 'MIT, Apache-2.0' });
    expect(contents(kept)).toEqual(['moonshine']);
    const note = readFileSync(join(kept, 'moonshine', 'installed.json'), 'utf8');
    expect(await json<Shown>(['voice', 'install'], { env })).toEqual(both[0]);
    expect(readFileSync(join(kept, 'moonshine', 'installed.json'), 'utf8')).toBe(note);

    expect(await json(['voice', 'remove', 'moonshine'], { env })).toMatchObject({ removed: true });
    expect(contents(kept)).toEqual([]);
    expect(await json(['voice', 'remove', 'moonshine'], { env })).toMatchObject({ removed: false });
    expect(await stateOf('moonshine', env)).toBe('not installed');
  }, 60_000);

  it('is brought anew when a file is cut short or its bytes are others', async () => {
    const { env, kept } = surroundings();
    await json(['voice', 'install', '--yes'], { env });
    const tokens = join(kept, 'moonshine', 'tokens.txt');
    const whole = readFileSync(tokens, 'utf8');

    truncateSync(tokens, 10);
    expect(await stateOf('moonshine', env)).toBe('damaged');
    await json(['voice', 'install', '--yes'], { env });
    expect(readFileSync(tokens, 'utf8')).toBe(whole);

    writeFileSync(tokens, whole.replace('A', 'B'));
    await json(['voice', 'install', '--yes'], { env });
    expect(readFileSync(tokens, 'utf8')).toBe(whole);
    expect(await stateOf('moonshine', env)).toBe('installed');
  }, 60_000);

  it('is what runs anywhere, when that is wanted, and understands as much', async () => {
    const { env, kept } = surroundings();
    const shown = await json<Shown>(['voice', 'install', '--yes', '--portable'], { env });
    expect(shown.state).toBe('installed');
    const folder = join(kept, 'moonshine');
    expect(contents(join(folder, 'node_modules'))).toEqual(['sherpa-onnx']);
    const listener = moonshine({ env, folder, entry: built('moonshine-process') });
    const [samples = silence(0)] = await spoken('I need help with my order.');
    expect(finals(await heard(listener, sound(samples)))).toEqual(['I need help with my order.']);
    expect(await listener.ready()).toMatchObject({ runtime: 'wasm' });
    await listener.close();
  }, 60_000);
});

describe.skipIf(folder === undefined)('the other engine', () => {
  it('is installed where its voice looks for it', async () => {
    const { env, kept } = surroundings();
    const shown = await json<Shown>(['voice', 'install', 'espeak', '--yes'], { env });
    expect(shown).toMatchObject({ engine: 'espeak', state: 'installed', licences: 'GPL-3.0' });
    expect(espeakPlace({ env })).toContain(kept);
  }, 60_000);
});

describe('voice list', () => {
  it('says of what is not there how much it would bring', async () => {
    const { env } = surroundings();
    const { stdout } = await voicectl(['voice', 'list', '-o', 'table'], { env });
    expect(stdout).toMatch(/^moonshine .*not installed +\d+ MB to bring/m);
    expect(stdout).toMatch(/^espeak .*not installed +[\d.]+ MB to bring/m);
    expect(stdout).toMatch(/^flite .*built in +22 MB /m);
    const all = await json<readonly { engine: string; bytes: number | null; download: number }[]>(
      ['voice', 'list'],
      { env },
    );
    expect(all.map(({ engine, bytes, download }) => [engine, bytes, download])).toEqual([
      ['flite', 21_500_000, null],
      ['moonshine', null, expect.any(Number)],
      ['espeak', null, expect.any(Number)],
    ]);
  });
});

describe('npm', () => {
  it('is given no key of voicectl, and keeps those of its own', async () => {
    // npm is a script here that tells what it was given, and then is npm.
    if (process.platform === 'win32') return;
    const bin = newFolder();
    const told = join(bin, 'told.txt');
    writeFileSync(join(bin, 'npm'), `#!/bin/sh\nenv > ${told}\nexit 1\n`, { mode: 0o755 });
    const { env } = surroundings();
    const PATH = `${bin}${delimiter}${process.env.PATH}`;
    const key = { VOICECTL_AGENTS_API_KEY: 'sk-secret', NPM_TOKEN: 'of-npm' };
    await failure(['voice', 'install', '--yes'], 1, { env: { ...env, ...key, PATH } });
    const seen = readFileSync(told, 'utf8');
    expect(seen).not.toContain('sk-secret');
    expect(seen).toContain('of-npm');
  });
});

async function stateOf(engine: string, env: Record<string, string>): Promise<string | undefined> {
  const all = await json<readonly Shown[]>(['voice', 'list'], { env });
  return all.find((each) => each.engine === engine)?.state;
}
