/**
 * msw as users have it: the newest 2, and 3, with what would be published, in Node's own test runner and in a page of a
 * real browser, where a service worker answers.
 */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import type { Handle } from '@voicectl/mock';
import { serve } from '@voicectl/mock/node';
import { build } from 'esbuild';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { browser, launch } from './chromium';
import { consumer } from './packed';

const run = promisify(execFile);
const shell = process.platform === 'win32';

/** msw 3 needs Node 22.12; where this one is older, npm brings a newer one when asked to (`pnpm test:runtimes`). */
const nodes = {
  2: [process.execPath],
  3: major(process.version) >= 24 ? [process.execPath] : ['npx', '--yes', '-p', 'node@24', 'node'],
};
const asked = process.env.VOICECTL_RUNTIMES !== undefined;

function major(version: string): number {
  return Number(/^v(\d+)/.exec(version)?.[1]);
}

describe.each([2, 3] as const)('msw %i', (version) => {
  let folder = '';
  beforeAll(async () => {
    folder = await consumer('msw');
    if (version === 2) return;
    const flags = ['--prefer-offline', '--no-save', '--no-audit', '--no-fund', '--no-package-lock'];
    await run('npm', ['install', ...flags, `msw@${version}`], { cwd: folder, shell });
  }, 120_000);

  test('is the one that is installed', async () => {
    const { version: installed } = JSON.parse(
      await readFile(join(folder, 'node_modules', 'msw', 'package.json'), 'utf8'),
    );
    expect(major(`v${installed}`)).toBe(version);
  });

  const [command = '', ...before] = nodes[version];
  test.skipIf(command === 'npx' && !asked)(
    "in Node's own test runner",
    { timeout: 120_000 },
    async () => {
      const files = ['msw.test.js', 'in-process.test.js'];
      // Older Nodes can't read `await using`.
      if (version === 3) files.push(join('await-using', 'server.test.js'));
      const { stdout } = await run(
        command,
        [...before, '--test', '--test-reporter=tap', ...files],
        {
          cwd: folder,
          shell: shell && command === 'npx',
        },
      );
      expect(stdout).toMatch(/^# fail 0$/m);
      expect(stdout).toContain(`# pass ${version === 3 ? 8 : 7}`);
    },
  );

  test.skipIf(browser === undefined)(
    'in a page, by its service worker, streams too',
    { timeout: 60_000 },
    async () => {
      const script = 'text/javascript';
      const origin = await host({
        '/': ['text/html', await readFile(join(folder, 'index.html'), 'utf8')],
        '/page.js': [script, await bundle(join(folder, 'page.js'))],
        '/mockServiceWorker.js': [script, await workerOf(folder)],
      });
      const chrome = await launch();
      onTestFinished(() => chrome.close());
      const page = await chrome.newPage();
      const failures: string[] = [];
      page.on('pageerror', (error) => failures.push(error.message));
      await page.goto(origin);
      const seen = await page.evaluate('globalThis.seen');
      const { expected } = await import(pathToFileURL(join(folder, 'story.js')).href);
      expect({ seen, failures }).toEqual({ seen: { ...expected, agents: 1 }, failures: [] });
    },
  );
});

const workerOf = (folder: string) =>
  readFile(join(folder, 'node_modules', 'msw', 'lib', 'mockServiceWorker.js'), 'utf8');

async function bundle(entry: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: 'esm',
    logLevel: 'error',
  });
  return outputFiles[0]?.text ?? '';
}

/** Files at an address of their own, and nothing else: no API is to be had there. */
async function host(files: Readonly<Record<string, readonly [type: string, text: string]>>) {
  const handle: Handle = async ({ path }) => {
    const [type, body] = files[path] ?? ['text/plain', ''];
    return { status: path in files ? 200 : 404, headers: { 'content-type': type }, body };
  };
  const server = await serve({ handle }, { port: 0 });
  onTestFinished(() => server.close());
  return `http://127.0.0.1:${server.port}`;
}
