/** What the package does to a process of its own: what it loads, and whether it lets it end. */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build as bundle } from 'esbuild';
import { build, type Options } from 'tsup';
import { afterAll, beforeAll, expect, test } from 'vitest';
import config from '../tsup.config';
import { apiKey } from './documented';
import { event, hostileServer, json, says, stalls, streams } from './hostile-server';

const sdk = join(import.meta.dirname, '..');
let out = '';

// Built as it is published, inside node_modules, where it finds the real undici and nobody finds it.
beforeAll(async () => {
  out = await mkdtemp(join(sdk, 'node_modules', '.test-bundle-'));
  await cp(join(sdk, 'package.json'), join(out, 'package.json'));
  const { entry, ...options } = config as Options;
  await build({
    ...options,
    config: false,
    entry: Object.fromEntries(
      Object.entries(entry as Record<string, string>).map(([name, file]) => [
        name,
        join(sdk, file),
      ]),
    ),
    external: [...(options.external ?? []), /^(undici|zod|eventsource-parser)/],
    outDir: join(out, 'dist'),
    dts: false,
    silent: true,
  });
});
afterAll(() => rm(out, { recursive: true, force: true }));

/** What a built file names in its imports and in those of the files it leads to. */
async function loadedBy(file: string): Promise<string[]> {
  const files = [file];
  const names: string[] = [];
  for (const each of files) {
    const text = await readFile(join(out, 'dist', each), 'utf8');
    for (const [, from = ''] of text.matchAll(/^(?:import|export)[^'"(]*['"]([^'"]+)['"]/gm)) {
      if (from.startsWith('./')) files.push(from.slice(2));
      else names.push(from);
    }
  }
  return names;
}

async function run(script: string, ...args: string[]): Promise<unknown> {
  const file = join(out, `child-${Math.random()}.mjs`);
  await writeFile(file, script);
  const { stdout } = await promisify(execFile)(process.execPath, [file, ...args], {
    timeout: 15_000,
  });
  return JSON.parse(stdout);
}

test('importing the package loads neither undici nor zod nor anything of Node', async () => {
  expect(await loadedBy('index.js')).toEqual([]);
});

test('the contract alone loads zod, no undici and nothing of Node', async () => {
  expect(new Set(await loadedBy('contract.js'))).toEqual(new Set(['zod']));
});

test('a client loads undici with its first call, and touches no global', async () => {
  const server = await hostileServer(json({}));
  const seen = await run(
    `import { createRequire } from 'node:module';
    const undici = () =>
      Object.keys(createRequire(import.meta.url).cache).some((file) => /node_modules.undici/.test(file));
    const before = Object.getOwnPropertyNames(globalThis);
    const fetchBefore = globalThis.fetch;
    const { createClient } = await import('./dist/index.js');
    const client = createClient({ agents: { url: process.argv[2], apiKey: 'k' } });
    const untouched =
      fetchBefore === fetch && before.join() === Object.getOwnPropertyNames(globalThis).join();
    const made = undici();
    await client.agents.get('a');
    console.log(JSON.stringify({ made, called: undici(), untouched }));`,
    server.url,
  );
  expect(seen).toEqual({ made: false, called: true, untouched: true });
});

test('so does a CommonJS program', async () => {
  const server = await hostileServer(json({}));
  const seen = await run(
    `import { createRequire } from 'node:module';
    const require = createRequire(import.meta.url);
    const loaded = () => Object.keys(require.cache).filter((file) => /node_modules.(undici|zod)/.test(file)).length;
    const { createClient } = require('./dist/index.cjs');
    const client = createClient({ agents: { url: process.argv[2], apiKey: 'k' } });
    const made = loaded();
    await client.agents.get('a');
    console.log(JSON.stringify({ made, called: loaded() > 0 }));`,
    server.url,
  );
  expect(seen).toEqual({ made: 0, called: true });
});

test('what a first call loads counts for its deadline', async () => {
  const server = await hostileServer(json({}));
  const seen = await run(
    `import { createClient } from './dist/index.js';
    const { agents } = createClient({ agents: { url: process.argv[2], apiKey: 'k' } });
    const { name, attempts } = await agents.get('a', { deadline: 1 }).catch((error) => error);
    console.log(JSON.stringify([name, attempts.length]));`,
    server.url,
  );
  expect(seen).toEqual(['TimeoutError', 0]);
  expect(server.seen).toHaveLength(0);
});

test('undici in a bundle that can not load it is a setting to mend, not a lost connection', async () => {
  const server = await hostileServer(json({}));
  await bundle({
    stdin: {
      contents: `import { createClient } from './dist/index.js';
        const { agents } = createClient({ agents: { url: process.argv[2], apiKey: 'k' } });
        const { name, code, attempts } = await agents.get('a').catch((error) => error);
        console.log(JSON.stringify([name, code, attempts.length]));`,
      resolveDir: out,
    },
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile: join(out, 'bundled.mjs'),
    logLevel: 'silent',
  });
  expect(await run("await import('./bundled.mjs');", server.url)).toEqual([
    'ConfigurationError',
    'NO_UNDICI',
    1,
  ]);
});

test('a stream by fetch outlives whatever is collected meanwhile', async () => {
  const token = event('token', { text: 'x' });
  const server = await hostileServer(async (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (let count = 0; count < 20; count++) {
      response.write(token);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    response.end(event('done', { response: 'x'.repeat(20) }));
  });
  const seen = await run(
    `import { setFlagsFromString } from 'node:v8';
    import { runInNewContext } from 'node:vm';
    setFlagsFromString('--expose-gc');
    const gc = runInNewContext('gc');
    const { createClient } = await import('./dist/index.js');
    const { agents } = createClient({ agents: { url: process.argv[2], apiKey: 'k' }, transport: 'fetch' });
    let going = true;
    (function collect() { gc(); if (going) setImmediate(collect); })();
    const types = [];
    try {
      for await (const { type } of agents.testStream('a', { message: 'x' })) types.push(type);
    } catch (error) { types.push(error.code); }
    going = false;
    console.log(JSON.stringify([types.length, types.at(-1)]));`,
    server.url,
  );
  expect(seen).toEqual([21, 'done']);
});

test('the proxy of the environment is used where nobody else has loaded undici', async () => {
  const proxy = createServer((socket) => {
    socket.once('data', (asked) => {
      socket.end(
        asked.toString().startsWith('CONNECT far.example:443 ')
          ? 'HTTP/1.1 407 Proxy wants a password\r\n\r\n'
          : 'HTTP/1.1 500 What is this\r\n\r\n',
      );
    });
  }).listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const { port } = proxy.address() as AddressInfo;
  const said = await run(
    `process.env.HTTPS_PROXY = process.argv[2];
    const { createClient } = await import('./dist/index.js');
    const { agents } = createClient({ agents: { url: 'https://far.example', apiKey: 'k' }, maxRetries: 0 });
    const error = await agents.get('a').catch((error) => error);
    console.log(JSON.stringify(String(error.cause?.message)));`,
    `http://127.0.0.1:${port}`,
  );
  proxy.close();
  expect(said).toContain('407');
});

test('a compressed stream that is broken is an error of the reader, and of nobody else', async () => {
  const server = await hostileServer(
    says(200, 'this is not gzip at all', {
      'content-type': 'text/event-stream',
      'content-encoding': 'gzip',
    }),
  );
  const seen = await run(
    `import { createClient } from './dist/index.js';
    const { agents } = createClient({ agents: { url: process.argv[2], apiKey: 'k' } });
    const error = await agents.testStream('a', { message: 'x' }).next().catch((error) => error);
    await new Promise((resolve) => setTimeout(resolve, 50));
    console.log(JSON.stringify(error.name));`,
    server.url,
  );
  expect(seen).toBe('UnexpectedResponseError');
});

test('a stream that only its socket keeps alive is waited for', async () => {
  const server = await hostileServer((response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(event('token', { text: 'x' }));
    setTimeout(() => response.end(), 300);
  });
  const seen = await run(
    `import { createClient } from './dist/index.js';
    const client = createClient({ agents: { url: process.argv[2], apiKey: 'k' } });
    await client.agents.testStream('a', { message: 'x' }).next();
    await client.close();
    console.log(JSON.stringify('closed'));`,
    server.url,
  );
  expect(seen).toBe('closed');
});

test('an error keeps the frame of who called, also on a first call', async () => {
  const server = await hostileServer(json({}, 404));
  const seen = await run(
    `import { createClient } from './dist/index.js';
    const client = createClient({ agents: { url: process.argv[2], apiKey: 'k' } });
    async function theOneWhoCalls() { return await client.agents.get('a'); }
    const stacks = [];
    for (let time = 0; time < 2; time++) {
      await theOneWhoCalls().catch((error) => stacks.push(error.stack.includes('theOneWhoCalls')));
    }
    console.log(JSON.stringify(stacks));`,
    server.url,
  );
  expect(seen).toEqual([true, true]);
});

test('close waits for a first call that is still being loaded', async () => {
  const server = await hostileServer(json({ id: 'a' }));
  const seen = await run(
    `import { createClient } from './dist/index.js';
    const client = createClient({ agents: { url: process.argv[2], apiKey: 'k' } });
    let answered = false;
    client.agents.get('a').then(() => { answered = true; });
    await client.close();
    console.log(JSON.stringify(answered));`,
    server.url,
  );
  expect(seen).toBe(true);
});

test('a connection that is never made holds no process up', async () => {
  const silent = createServer(() => {}).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const { port } = silent.address() as AddressInfo;
  const started = performance.now();
  const ended = await run(
    `import { createClient } from './dist/index.js';
    const { agents } = createClient({ agents: { url: process.argv[2], apiKey: 'k' }, maxRetries: 0 });
    const error = await agents.get('a', { timeout: 100 }).catch((error) => error);
    console.log(JSON.stringify(error.name));`,
    // A server that takes the connection and never answers the handshake.
    `https://127.0.0.1:${port}`,
  );
  silent.close();
  expect(ended).toBe('TimeoutError');
  // undici would wait 10 s for the connection.
  expect(performance.now() - started).toBeLessThan(8_000);
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
    `import { createClient } from './dist/index.js';
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
