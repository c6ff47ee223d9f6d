import { transform } from 'esbuild';
import { defineConfig } from 'tsup';
import { inlined } from '../mock/build/page';
import { atAGlance } from './build/at-a-glance';
import { atBuildTime } from './build/at-build-time';
import { LateBuiltins } from './build/late-builtins';
import { lateChildProcess } from './build/late-child-process';
import { licences } from './build/licences';
import { packing } from './build/packs';
import { zodOfDependencies } from './build/zod-of-dependencies';

const packs = packing({
  start: ['src/program.ts'],
  agents: ['src/commands/agents/index.ts'],
  output: ['src/config/settings.ts', 'src/output/index.ts', 'src/output/render.ts'],
  call: [
    'src/config/connection.ts',
    'src/connection/transport.ts',
    '../sdk/src/index.ts',
    '../sdk/src/core/call.ts',
    '../sdk/src/resources/agents/endpoints.ts',
  ],
});

const late = new LateBuiltins();

export default defineConfig({
  entry: {
    bin: 'src/bin.ts',
    judge: 'src/contract/judge.ts',
    'flite-worker': 'src/voice/speak/flite-worker.ts',
    'espeak-process': 'src/voice/speak/espeak-process.ts',
    'moonshine-process': 'src/voice/listen/moonshine-process.ts',
    'audio-process': 'src/voice/play/audio-process.ts',
  },
  // What is heavy is imported where it is used, and lands in a file of its own. esbuild only splits modules, so they are
  // split as such and each file is then turned into CommonJS, which starts fastest.
  format: ['esm'],
  outExtension: () => ({ js: '.js' }),
  splitting: true,
  removeNodeProtocol: false,
  target: 'node20',
  platform: 'node',
  noExternal: [/./],
  clean: true,
  esbuildOptions(options) {
    options.conditions = ['@voicectl/source', 'module'];
  },
  esbuildPlugins: [
    inlined,
    atBuildTime,
    atAGlance('src/contract'),
    lateChildProcess,
    zodOfDependencies,
    licences('dist/third-party.txt'),
    packs.plugin,
  ],
  plugins: [
    {
      name: 'commonjs-chunks',
      renderChunk: async (chunk) => {
        const { code } = await transform(chunk, {
          format: 'cjs',
          platform: 'node',
          target: 'node20',
          minify: true,
          // Node's own `import()` would start its module loader for nothing.
          supported: { 'dynamic-import': false },
        });
        return { code: late.of(code) };
      },
      buildEnd: () => late.end(),
    },
    {
      name: 'packs',
      buildEnd({ writtenFiles }) {
        if (writtenFiles.length > 0) packs.write('dist');
      },
    },
  ],
});
