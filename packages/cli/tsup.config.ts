import { transform } from 'esbuild';
import { defineConfig } from 'tsup';
import { inlined } from '../mock/build/page';
import { atBuildTime } from './build/at-build-time';
import { licences } from './build/licences';

export default defineConfig({
  entry: ['src/bin.ts'],
  // What is heavy is imported where it is used, and lands in a file of its own. esbuild only splits modules, so they are
  // split as such and each file is then turned into CommonJS, which starts fastest.
  format: ['esm'],
  outExtension: () => ({ js: '.js' }),
  splitting: true,
  target: 'node20',
  platform: 'node',
  noExternal: [/./],
  clean: true,
  esbuildOptions(options) {
    options.conditions = ['@voicectl/source', 'module'];
  },
  esbuildPlugins: [inlined, atBuildTime, licences('dist/third-party.txt')],
  plugins: [
    {
      name: 'commonjs-chunks',
      renderChunk: (code) =>
        transform(code, {
          format: 'cjs',
          platform: 'node',
          target: 'node20',
          minify: true,
          // Node's own `import()` would start its module loader for nothing.
          supported: { 'dynamic-import': false },
        }),
    },
  ],
});
