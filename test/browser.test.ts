/** The SDK where Node isn't: in a page and a worker of a real browser, and in a bare context like an edge runtime's. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { build } from 'esbuild';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { browser, launch } from './chromium';
import { consumer } from './packed';
import { host, story } from './story';

let folder = '';
beforeAll(async () => {
  folder = await consumer('browser');
}, 120_000);

async function bundle(entry: string, options: object): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(folder, entry)],
    bundle: true,
    write: false,
    minify: true,
    logLevel: 'error',
    ...options,
  });
  return outputFiles[0]?.text ?? '';
}

test.skipIf(browser === undefined)(
  'a page and a worker in Chromium',
  async () => {
    const script = 'text/javascript';
    const origin = await host({
      '/': ['text/html', await readFile(join(folder, 'index.html'), 'utf8')],
      '/page.js': [script, await bundle('page.js', { format: 'esm' })],
      '/worker.js': [script, await bundle('worker.js', { format: 'esm' })],
    });
    const chrome = await launch();
    onTestFinished(() => chrome.close());
    const page = await chrome.newPage();
    const failures: string[] = [];
    page.on('pageerror', (error) => failures.push(error.message));
    await page.goto(origin);
    const seen = await page.evaluate('globalThis.seen');
    expect({ seen, failures }).toEqual({ seen: { page: story, worker: story }, failures: [] });
  },
  60_000,
);

test('a context that has what the web has, and nothing of Node', async () => {
  const origin = await host({});
  const code = await bundle('story.js', {
    format: 'iife',
    globalName: 'bundled',
    conditions: ['workerd', 'worker'],
  });
  const { fetch, URL, URLSearchParams, TextDecoder, TextEncoder, performance } = globalThis;
  const { AbortController, AbortSignal, DOMException, setTimeout, clearTimeout } = globalThis;
  const web = { fetch, URL, URLSearchParams, TextDecoder, TextEncoder, performance };
  const context = createContext(
    { ...web, AbortController, AbortSignal, DOMException, setTimeout, clearTimeout },
    { codeGeneration: { strings: false, wasm: false } },
  );
  runInContext(code, context);
  const seen = await runInContext(`bundled.story(${JSON.stringify(origin)})`, context);
  expect({ ...seen }).toEqual(story);
});
