/** Makes text of what the inspector is in a browser: `import text from './main.ts?inlined'`. For esbuild and for Vite. */
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { build, type Plugin } from 'esbuild';

const suffix = '?inlined';

/** For the packages as they are published. */
export const inlined: Plugin = {
  name: 'inlined',
  setup({ onResolve, onLoad }) {
    // The suffix stays: other plugins make something else of a name that ends in .css.
    onResolve({ filter: /\?inlined$/ }, ({ path, resolveDir }) => ({
      path: join(resolveDir, path),
      namespace: 'inlined',
    }));
    onLoad({ filter: /./, namespace: 'inlined' }, async ({ path }) => ({
      contents: await textOf(path.slice(0, -suffix.length)),
      loader: 'text',
    }));
  },
};

/** For tests, which read the sources. */
export const inlinedInVite = {
  name: 'inlined',
  enforce: 'pre' as const,
  // A name that ends in .js keeps Vite from treating a stylesheet as its own.
  resolveId: (path: string, importer: string | undefined) =>
    path.endsWith(suffix) && importer !== undefined
      ? `\0inlined:${join(dirname(importer), path.slice(0, -suffix.length))}.js`
      : undefined,
  load: async (id: string) => {
    const file = /^\0inlined:(.*)\.js$/.exec(id)?.[1];
    return file && `export default ${JSON.stringify(await textOf(file))};`;
  },
};

async function textOf(file: string): Promise<string> {
  if (file.endsWith('.html')) return (await readFile(file, 'utf8')).replace(/^\s+/gm, '');
  const { outputFiles } = await build({
    entryPoints: [file],
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    target: ['chrome109', 'firefox115', 'safari16'],
    legalComments: 'none',
  });
  return outputFiles[0]?.text.trimEnd() ?? '';
}
