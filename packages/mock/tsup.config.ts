import { defineConfig } from 'tsup';
import { inlined } from './build/page';

export default defineConfig({
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
  format: ['esm', 'cjs'],
  target: 'node20',
  platform: 'neutral',
  external: [/^node:/],
  esbuildPlugins: [inlined],
  // tsup sets an option that TypeScript 6 has deprecated.
  dts: {
    // For projects that know neither Node's types nor this part of the language.
    banner: '/// <reference lib="esnext.disposable" />',
    compilerOptions: { ignoreDeprecations: '6.0' },
  },
  clean: true,
});
