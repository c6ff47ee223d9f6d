/** What is loaded for `--version`, for help, for completion and for a call: heavy parts only where they are used. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { LateBuiltins, lateBuiltins } from '../build/late-builtins';
import { packing } from '../build/packs';
import { binary, cleanEnv, newFolder, packageRoot, startPlatform } from './voicectl';

const heavy = {
  undici: /UND_ERR_REQ_CONTENT_LENGTH_MISMATCH/,
  zod: /invalid_union/,
  inquirer: /ExitPromptError\b.*createPromptModule|createPromptModule.*ExitPromptError/s,
  ora: /discardStdin.*hideCursor|hideCursor.*discardStdin/s,
  yaml: /BLOCK_FOLDED/,
  'cli-table3': /colAligns/,
};

interface Loaded {
  readonly files: readonly string[];
  readonly builtins: readonly string[];
}

/** What a command has loaded when it ends, of the bundle and of what Node does not bring along at its start. */
async function loadedBy(
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<Loaded> {
  const folder = newFolder();
  const hook = join(folder, 'hook.cjs');
  const list = join(folder, 'loaded.json');
  writeFileSync(
    hook,
    `const all = () => process.moduleLoadList.map((entry) => entry.replace('NativeModule ', ''));
    const before = new Set(all());
    process.on('exit', () => require('node:fs').writeFileSync(${JSON.stringify(list)}, JSON.stringify({
      files: Object.keys(require.cache),
      builtins: all().filter((name) => !before.has(name)),
    })));`,
  );
  const options = { cwd: folder, env: cleanEnv(env), stdio: 'ignore' as const };
  const [code] = await once(
    spawn(process.execPath, ['-r', hook, binary, ...args], options),
    'close',
  );
  expect(code).toBe(0);
  const { files, builtins } = JSON.parse(readFileSync(list, 'utf8')) as Loaded;
  return { files: files.filter((file) => dirname(file) === dirname(binary)), builtins };
}

const heavyIn = (files: readonly string[]) =>
  Object.entries(heavy)
    .filter(([, pattern]) => files.some((file) => pattern.test(readFileSync(file, 'utf8'))))
    .map(([name]) => name);

describe('the start', () => {
  it('has all heavy parts in files of their own', () => {
    const all = readdirSync(dirname(binary)).filter((file) => file.endsWith('.js'));
    const paths = all.map((file) => join(dirname(binary), file));
    expect(heavyIn(paths)).toEqual(Object.keys(heavy));
  });

  it.each([
    ['--version', ['--version']],
    ['--help', ['--help']],
    ['the help of a noun', ['agents', '--help']],
    ['the help of a verb', ['goals', 'create', '--help']],
    ['completion', ['__complete', 'bash', 'agents', 'list', '--sort-by', '']],
  ])('loads none of them for %s', async (_, args) => {
    const { files, builtins } = await loadedBy(args);
    expect(heavyIn(files)).toEqual([]);
    expect(builtins).not.toContain('http');
    expect(builtins).not.toContain('child_process');
  });

  it('answers --version from the first file, and help from few', async () => {
    expect((await loadedBy(['--version'])).files.length).toBeLessThanOrEqual(3);
    expect(readFileSync(binary, 'utf8').length).toBeLessThan(4_000);
    expect((await loadedBy(['--help'])).files.length).toBeLessThanOrEqual(6);
  });

  it('calls the platform without undici, and judges a good answer without zod', async () => {
    const { server, env } = await startPlatform({ seedAgents: 1 });
    try {
      const headers = { 'x-api-key': 'any' };
      const listed = await (await fetch(`${server.agentsUrl}/agents`, { headers })).json();
      const { id } = (listed as { data: { id: string }[] }).data[0] ?? { id: '' };
      const { files, builtins } = await loadedBy(['agents', 'get', id, '-o', 'json'], env);
      expect(files.map((file) => basename(file))).toContain('call.js');
      expect(heavyIn(files)).toEqual([]);
      expect(builtins).toContain('http');
      expect(files.length).toBeLessThanOrEqual(12);
    } finally {
      await server.close();
    }
  });
});

describe('a part of Node that is loaded late', () => {
  it('is there when something of it is used, and not before', () => {
    const text =
      'var a=require("node:crypto"),b=require("node:path");function id(){return(0,a.randomUUID)()}';
    const asked: string[] = [];
    const load = (name: string) => {
      asked.push(name);
      return process.getBuiltinModule(name);
    };
    const id = new Function('require', `${lateBuiltins(text)};return id`)(load) as () => string;
    expect(asked).toEqual(['node:path']);
    expect(id()).toMatch(/^[0-9a-f-]{36}$/);
    expect(asked).toEqual(['node:path', 'node:crypto']);
  });

  it('is left alone where it is looked at as a whole', () => {
    const text = 'var a=b(require("node:crypto"));';
    expect(lateBuiltins(text)).toBe(text);
  });

  it('must be found in some file of the bundle', () => {
    const late = new LateBuiltins();
    late.of('var a=require("node:path");');
    expect(() => late.end()).toThrow(/could be loaded late/);
    late.of('var a=require("node:os");');
    expect(() => late.end()).not.toThrow();
  });
});

describe('a pack', () => {
  it('is not made of a source that has gone', async () => {
    const folder = newFolder();
    const { plugin, write } = packing({ start: ['src/gone.ts'] });
    await build({
      ...{ entryPoints: ['src/bin.ts'], absWorkingDir: packageRoot, plugins: [plugin] },
      ...{
        bundle: true,
        packages: 'external',
        external: ['*?inlined'],
        outdir: folder,
        logLevel: 'silent',
        platform: 'node',
      },
    });
    expect(() => write(folder)).toThrow(/No file of the bundle begins with src/);
  });
});
