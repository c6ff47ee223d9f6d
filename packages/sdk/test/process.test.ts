/** What the package does to a process of its own: what it loads, and whether it lets it end. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'tsup';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { apiKey } from './documented';
import { event, hostileServer, json, stalls, streams } from './hostile-server';

const sdk = join(import.meta.dirname, '..');
let out = '';

// Inside node_modules, where the bundle finds the real undici and nobody finds the bundle.
beforeAll(async () => {
  out = await mkdtemp(join(sdk, 'node_modules', '.test-bundle-'));
  await build({
    config: false,
    entry: [join(sdk, 'src/index.ts'), join(sdk, 'src/contract.ts')],
    outDir: out,
    external: ['undici', 'zod', 'eventsource-parser'],
    format: 'esm',
    target: 'node20',
    outExtension: () => ({ js: '.mjs' }),
    silent: true,
  });
});
afterAll(() => rm(out, { recursive: true, force: true }));

async function run(script: string, ...args: string[]): Promise<unknown> {
  const file = join(out, `child-${Math.random()}.mjs`);
  await writeFile(file, script);
  const { stdout } = await promisify(execFile)(process.execPath, [file, ...args], {
    timeout: 15_000,
  });
  return JSON.parse(stdout);
}

const countUndici = `
  import { createRequire } from 'node:module';
  const undici = () => Object.keys(createRequire(import.meta.url).cache)
    .filter((file) => /node_modules.undici.index/.test(file)).length;
`;

test('importing the package and making a client loads no undici; the first call does', async () => {
  const server = await hostileServer(json({}));
  const seen = await run(
    `${countUndici}
    const fetchBefore = globalThis.fetch;
    const { createClient } = await import('./index.mjs');
    const client = createClient({ agents: { url: process.argv[2], apiKey: 'k' } });
    const made = undici();
    await client.agents.get('a');
    console.log(JSON.stringify({ made, called: undici(), untouched: fetchBefore === fetch }));`,
    server.url,
  );
  expect(seen).toEqual({ made: 0, called: 1, untouched: true });
});

test('the contract alone loads no undici and nothing of Node', async () => {
  const files = ['contract.mjs'];
  for (const file of files) {
    const text = await readFile(join(out, file), 'utf8');
    for (const [, from = ''] of text.matchAll(/(?:from|import)\s*\(?['"]([^'"]+)['"]/g)) {
      if (from.startsWith('./')) files.push(from.slice(2));
      else expect(from).toBe('zod');
    }
  }
  expect(
    await run(`${countUndici}
    await import('./contract.mjs');
    console.log(undici());`),
  ).toBe(0);
});

test('a process ends by itself: no timer and no connection holds it', async () => {
  const speaks = streams([event('token', { text: 'Hel' })], false);
  const server = await hostileServer((response, seen) => {
    if (seen.url.includes('stall')) return stalls(response, seen);
    if (seen.url.includes('busy')) return json({}, 503, { 'retry-after': '25' })(response, seen);
    if (seen.url.endsWith('/test')) return speaks(response, seen);
    return json({})(response, seen);
  });
  const ended = await run(
    `import { createClient } from './index.mjs';
    const [, , url, apiKey] = process.argv;
    const { agents } = createClient({ agents: { url, apiKey }, timeout: 600_000, deadline: 600_000 });
    const names = [];
    const kept = (call) => call.then(() => names.push('done'), (error) => names.push(error.name));
    await kept(agents.get('fine'));
    await kept(agents.get('stall', { timeout: 50, maxRetries: 0 }));
    await kept(agents.get('stall', { signal: AbortSignal.timeout(50) }));
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 50);
    await kept(agents.get('busy', { signal: controller.signal }));
    for await (const _ of agents.testStream('fine', { message: 'x' })) break;
    console.log(JSON.stringify(names));`,
    server.url,
    apiKey,
  );
  expect(ended).toEqual(['done', 'TimeoutError', 'AbortError', 'AbortError']);
});
