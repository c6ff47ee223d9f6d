/**
 * Gives dependencies a zod of their own. They take all of it, every language of its messages included; what we take of
 * it fits into a fifth, and is on the way of each call.
 */
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Plugin } from 'esbuild';

const namespace = 'zod-of-dependencies';

export const zodOfDependencies: Plugin = {
  name: namespace,
  setup({ onResolve, onLoad, resolve }) {
    onResolve(
      { filter: /^zod($|\/)/ },
      async ({ path, importer, kind, resolveDir, pluginData }) => {
        if (pluginData === namespace || !importer.includes('/node_modules/')) return undefined;
        const found = await resolve(path, { kind, resolveDir, pluginData: namespace });
        return { ...found, namespace };
      },
    );
    onResolve({ filter: /^\./, namespace }, ({ path, importer }) => ({
      path: join(dirname(importer), path),
      namespace,
    }));
    onLoad({ filter: /./, namespace }, async ({ path }) => ({
      contents: await readFile(path, 'utf8'),
      resolveDir: dirname(path),
    }));
  },
};
