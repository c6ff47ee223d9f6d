/** Projects that use what would be published, each in its way; `fixtures/browser` has a test of its own. */
import { type ExecFileException, execFile } from 'node:child_process';
import { join } from 'node:path';
import { createMock } from '@voicectl/mock';
import { type MockServer, serve } from '@voicectl/mock/node';
import { createClient } from '@voicectl/sdk';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { consumer, folderElsewhere } from './packed';

let platform: MockServer;

beforeAll(async () => {
  const mock = createMock();
  await createClient(mock.clientOptions).agents.create({ name: 'Ada', instructions: 'Be brief.' });
  platform = await serve(mock, { port: 0 });
});
afterAll(() => platform.close());

/** Runs a program with nothing of ours in its environment but where the platform is. */
function node(folder: string, ...args: string[]): Promise<{ code: unknown; output: string }> {
  const foreign = Object.entries(process.env).filter(([name]) => !name.startsWith('VOICECTL_'));
  const env = {
    ...Object.fromEntries(foreign),
    VOICECTL_AGENTS_URL: platform.agentsUrl,
    VOICECTL_AGENTS_API_KEY: 'dev-key',
  };
  return new Promise((resolve) => {
    const end = (error: ExecFileException | null, stdout: string, stderr: string) =>
      resolve({ code: error?.code ?? 0, output: stdout + stderr });
    execFile(process.execPath, args, { cwd: folder, env }, end);
  });
}

describe.each(['esm', 'cjs'])('a project in %s', (fixture) => {
  it('reaches every door of both packages', { timeout: 120_000 }, async () => {
    expect(await node(await consumer(fixture), 'index.js')).toEqual({
      code: 0,
      output:
        'Ada: draft, can be activated: true\n' +
        'nobody: NotFoundError 404\n' +
        'Own: draft, on a server of its own\n',
    });
  });
});

describe('a project that is bundled by esbuild', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await consumer('bundle');
  }, 120_000);

  // undici is CommonJS, and asks for Node's modules by a `require` that an ES module has to be given.
  const require =
    "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";

  it.each([
    ['cjs', ''],
    ['esm', require],
  ] as const)('runs from one file (%s), alone in its folder', async (format, banner) => {
    const deployed = await folderElsewhere();
    const outfile = join(deployed, format === 'cjs' ? 'bundle.cjs' : 'bundle.mjs');
    const { warnings } = await build({
      entryPoints: [join(folder, 'index.js')],
      outfile,
      format,
      banner: { js: banner },
      bundle: true,
      platform: 'node',
      logLevel: 'silent',
    });
    expect(warnings).toEqual([]);
    expect(await node(deployed, outfile)).toEqual({
      code: 0,
      output: 'Ada: draft\nnobody: NotFoundError 404\n',
    });
  });
});

describe('a project in strict TypeScript, declarations of libraries checked too', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await consumer('typescript');
  }, 120_000);

  const compile = (version: string, config: string) =>
    node(folder, join('node_modules', `typescript-${version}`, 'bin', 'tsc'), '-p', config);

  it.each(['5.5', '5.9', '6.0', 'newest'])(
    'compiles with %s, and runs',
    async (version) => {
      const configs = ['tsconfig.json', 'tsconfig.bundler.json'];
      expect(await Promise.all(configs.map((config) => compile(version, config)))).toEqual(
        configs.map(() => ({ code: 0, output: '' })),
      );
      expect(await node(folder, join('dist', 'index.js'))).toEqual({
        code: 0,
        output:
          'Ada: draft, 1 in all\n' +
          'a draft can: activate, archive\n' +
          'nobody: NotFoundError 404\n',
      });
    },
    120_000,
  );
});
