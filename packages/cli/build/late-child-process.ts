/** Commander loads what starts processes, for commands that are programs of their own: here there are none. */
import type { Plugin } from 'esbuild';

const namespace = 'late-child-process';

export const lateChildProcess: Plugin = {
  name: namespace,
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:child_process$/ }, ({ path, importer }) =>
      /[\\/]commander[\\/]lib[\\/]command\.js$/.test(importer) ? { path, namespace } : undefined,
    );
    onLoad({ filter: /./, namespace }, () => ({
      contents: `exports.spawn = (...all) => require('node:child_process').spawn(...all);`,
    }));
  },
};
