/** What a page pays for the SDK: bundled, minified, compressed, without zod (which it may well have already). */
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { expect, it } from 'vitest';

// From here the SDK is found as any user of it finds it: by the `exports` of its package.
const resolveDir = join(dirname(import.meta.dirname), 'packages', 'mock');

async function gzipped(contents: string): Promise<number> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    external: ['zod', 'undici', 'node:*'],
    write: false,
    // Imports for their effects alone, left over from the build, are dropped with a warning.
    logLevel: 'error',
  });
  return gzipSync(outputFiles[0]?.contents ?? '', { level: 9 }).length;
}

it.each([
  {
    what: 'the whole contract',
    // A third of it is the OpenAPI document, which nobody pays for who does not ask for it.
    most: 9_500,
    code: `import * as contract from '@voicectl/sdk/contract'; console.log(contract);`,
  },
  {
    what: 'one `agents.get` by fetch, with all that is loaded on use',
    most: 21_000,
    code: `
      import { createClient } from '@voicectl/sdk';
      export const get = (id) => createClient({ transport: 'fetch' }).agents.get(id);
    `,
  },
])('$what is at most $most bytes', async ({ what, most, code }) => {
  const bytes = await gzipped(code);
  expect(bytes, `${what}: ${bytes} bytes gzipped, of ${most}`).toBeLessThanOrEqual(most);
  // Nothing that small is the SDK: the bundle has lost it.
  expect(bytes).toBeGreaterThan(most / 2);
});
