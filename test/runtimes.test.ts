/**
 * The same story in Bun and in Deno. npm brings both, a quarter of a gigabyte, so it is only told when asked for:
 * `pnpm test:runtimes`.
 */
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';
import { consumer } from './packed';
import { host, story } from './story';

const run = promisify(execFile);

describe.skipIf(process.env.VOICECTL_RUNTIMES === undefined)('the SDK by fetch', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await consumer('browser');
    const flags = ['--no-save', '--no-audit', '--no-fund', '--no-package-lock'];
    await run('npm', ['install', ...flags, 'bun@1', 'deno@2'], { cwd: folder });
    await writeFile(
      join(folder, 'tell.js'),
      `import { story } from './story.js';
      const origin = globalThis.Deno ? Deno.args[0] : process.argv[2];
      console.log(JSON.stringify(await story(origin)));`,
    );
  }, 300_000);

  test.each([
    ['Bun', 'bun', ['run']],
    ['Deno', 'deno', ['run', '--allow-net', '--allow-env', '--node-modules-dir=manual']],
  ])(
    'in %s',
    async (_, name, args) => {
      const program = join(folder, 'node_modules', '.bin', name);
      const origin = await host();
      const { stdout } = await run(program, [...args, 'tell.js', origin], { cwd: folder });
      expect(JSON.parse(stdout)).toEqual(story);
    },
    60_000,
  );
});
