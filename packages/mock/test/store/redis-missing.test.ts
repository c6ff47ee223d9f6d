/** Redis without the package that speaks to it: said for good, so that nobody tries again. */
import { execFile } from 'node:child_process';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { expect, it } from 'vitest';
import { inlined } from '../../build/page';
import { temporaryFile } from './temporary-file';

const asking = `
import { createClient } from '@voicectl/sdk';
import { createMock } from '../../src/index';
import { redisStore } from '../../src/store/redis';
const { clientOptions } = createMock({ store: redisStore('redis://127.0.0.1:1') });
let asked = 0;
const transport = {
  send(...request) {
    asked++;
    return clientOptions.transport.send(...request);
  },
};
createClient({ ...clientOptions, transport }).agents.list().catch(({ status, message }) => {
  process.stdout.write(JSON.stringify({ status, message, asked }));
});`;

it('Worlds in Redis without its package are a 501 that says what to install', async () => {
  // Below no node_modules.
  const outfile = join(dirname(await temporaryFile()), 'asking.cjs');
  await build({
    stdin: { contents: asking, resolveDir: import.meta.dirname, loader: 'ts' },
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    outfile,
    conditions: ['@voicectl/source'],
    external: ['@redis/client'],
    plugins: [inlined],
    logLevel: 'error',
  });
  const { stdout } = await promisify(execFile)(process.execPath, [outfile]);
  expect(JSON.parse(stdout)).toEqual({
    status: 501,
    message: expect.stringContaining('npm install @redis/client'),
    asked: 1,
  });
});
