import { defineConfig } from 'tsup';

export default defineConfig({
  entry: {
    index: 'src/index.ts',
    contract: 'src/contract.ts',
    // Where `#undici` leads, by runtime (`imports` in package.json).
    undici: 'src/core/undici.ts',
    'no-undici': 'src/core/no-undici.ts',
  },
  external: ['#undici'],
  format: ['esm', 'cjs'],
  target: 'node20',
  platform: 'neutral',
  dts: {
    entry: { index: 'src/index.ts', contract: 'src/contract.ts' },
    // For projects that know neither Node's types nor this part of the language.
    banner: '/// <reference lib="esnext.disposable" />',
    // tsup sets an option that TypeScript 6 has deprecated.
    compilerOptions: { ignoreDeprecations: '6.0' },
  },
  clean: true,
});
