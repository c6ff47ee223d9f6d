import { defineConfig } from 'vitest/config';
import { inlinedInVite } from './packages/mock/build/page.ts';

// Tests read the packages' sources, so nothing has to be built before they run (but the command line, which is tested
// as its users start it).
const conditions = ['@voicectl/source', 'module', 'node', 'development|production'];

/** Sound is real time: these run after all others and one by one, so that nobody takes the processor away. */
const inRealTime = [
  'packages/cli/test/*-pulse.test.ts',
  'packages/cli/test/play-live-voice.test.ts',
  'test/browser-room/*.test.ts',
];

const project = (name: string, root: string) => ({
  extends: true as const,
  test: {
    name,
    root,
    include: ['test/**/*.test.ts'],
    exclude: inRealTime.map((file) => `**/${file.replace(/^packages\/cli\//, '')}`),
  },
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
      {
        extends: true as const,
        test: {
          name: 'sound',
          include: inRealTime,
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
        },
      },
    ],
    reporters: ['default', './scripts/verdict.ts'],
    testTimeout: 20_000,
  },
});
