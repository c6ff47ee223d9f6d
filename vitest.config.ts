import { defineConfig } from 'vitest/config';
import { inlinedInVite } from './packages/mock/build/page.ts';

// Tests read the packages' sources, so nothing has to be built before they run (but the command line, which is tested
// as its users start it).
const conditions = ['@voicectl/source', 'module', 'node', 'development|production'];

const project = (name: string, root: string) => ({
  extends: true as const,
  test: { name, root, include: ['test/**/*.test.ts'] },
});

export default defineConfig({
  plugins: [inlinedInVite],
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    projects: [
      project('sdk', 'packages/sdk'),
      project('mock', 'packages/mock'),
      project('cli', 'packages/cli'),
      project('workspace', '.'),
    ],
    reporters: ['default', './scripts/verdict.ts'],
    testTimeout: 20_000,
  },
});
