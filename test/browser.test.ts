/** The SDK where Node isn't: in a page and a worker of a real browser, and in a bare context like an edge runtime's. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { createMock, type Handle } from '@voicectl/mock';
import { serve } from '@voicectl/mock/node';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { consumer } from './packed';

const story = {
  created: 'draft',
  activated: 'active',
  conflict: 'ConflictError',
  missing: true,
  listed: true,
  whole: true,
  streamed: true,
  goal: true,
  aborted: 'AbortError',
  redirected: 'UnexpectedResponseError',
  undici: 'ConfigurationError NO_UNDICI',
  drifts: 0,
};

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

/** The mock, and whatever else is to be found at its address. */
async function host(files: Readonly<Record<string, readonly [type: string, text: string]>>) {
  const mock = createMock();
  const handle: Handle = async (request) => {
    const file = files[request.path];
    if (request.path.startsWith('/moved')) {
      return { status: 302, headers: { location: '/api/agents' }, body: '' };
    }
    if (file === undefined) return mock.handle(request);
    const headers = {
      'content-type': file[0],
      // No `eval`: schemas can't be compiled.
      'content-security-policy': "default-src 'self'",
    };
    return { status: 200, headers, body: file[1] };
  };
  const server = await serve({ handle }, { port: 0 });
  onTestFinished(() => server.close());
  return `http://127.0.0.1:${server.port}`;
}

const browser = [
  process.env.CHROME_PATH ?? '',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
].find((path) => existsSync(path));

test.skipIf(browser === undefined)(
  'a page and a worker in Chromium',
  async () => {
    const script = 'text/javascript';
    const origin = await host({
      '/': ['text/html', await readFile(join(folder, 'index.html'), 'utf8')],
      '/page.js': [script, await bundle('page.js', { format: 'esm' })],
      '/worker.js': [script, await bundle('worker.js', { format: 'esm' })],
    });
    const args = ['--no-sandbox', '--disable-background-networking', '--disable-component-update'];
    const chrome = await chromium.launch({ executablePath: browser ?? '', args });
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
