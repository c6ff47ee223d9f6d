import { transform } from 'esbuild';
import { build, defineConfig, type Options } from 'tsup';
import { inlined } from './build/page';

const common: Options = {
  entry: [
    'src/index.ts',
    'src/doors/node.ts',
    'src/doors/msw.ts',
    'src/store/file.ts',
    'src/store/redis.ts',
    'src/store/open.ts',
    'src/brain/index.ts',
    'src/brain/model/index.ts',
    'src/knowledge/index.ts',
    'src/doors/knowledge-folder.ts',
    'src/cassette/index.ts',
    'src/doors/recorder.ts',
  ],
  target: 'node20',
  platform: 'neutral',
  external: [/^node:/],
  esbuildPlugins: [inlined],
};

export default defineConfig({
  ...common,
  format: ['esm', 'cjs'],
  clean: true,
  // tsup sets an option that TypeScript 6 has deprecated.
  dts: {
    // For projects that know neither Node's types nor this part of the language.
    banner: '/// <reference lib="esnext.disposable" />',
    compilerOptions: { ignoreDeprecations: '6.0' },
  },
  onSuccess: shareInCommonJs,
});

/**
 * Doors share what they have in common: a state that one of them makes is known to the others. esbuild only splits
 * modules, so for CommonJS they are split as such, each piece is then turned, and takes the place of what stood alone.
 */
async function shareInCommonJs(): Promise<void> {
  await build({
    ...common,
    config: false,
    silent: true,
    format: ['esm'],
    outExtension: () => ({ js: '.cjs' }),
    plugins: [
      {
        name: 'commonjs-pieces',
        renderChunk: (code) =>
          transform(code, { format: 'cjs', platform: 'node', target: 'node20' }),
      },
    ],
  });
}
