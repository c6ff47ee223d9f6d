/**
 * A call loads no schema library where a glance at its answer is enough: the client's endpoints of agents get stand-ins
 * for their schemas. The contract itself, as the mock and `openapi` use it, is left alone.
 */
import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Plugin } from 'esbuild';

const namespace = 'at-a-glance';

/** @param source the folder of `stand-in.ts` and what belongs to it. */
export const atAGlance = (source: string): Plugin => ({
  name: namespace,
  setup({ onResolve, onLoad }) {
    const from = (importer: string, file: RegExp) => file.test(importer.replaceAll('\\', '/'));
    const own = (file: string) => ({ path: resolve(source, file) });
    const seen = (resolveDir: string, path: string) => ({
      path: join(resolveDir, `${path}.ts`),
      namespace,
    });

    onResolve({ filter: /^\.\/resources\/agents\/endpoints$/ }, ({ path, importer, resolveDir }) =>
      from(importer, /\/sdk\/src\/client\.ts$/) ? seen(resolveDir, path) : undefined,
    );
    onResolve({ filter: /^\.\/test-stream$/, namespace }, ({ path, resolveDir }) =>
      seen(resolveDir, path),
    );
    onResolve({ filter: /^\.\/schemas$/, namespace }, () => own('agent-stand-ins.ts'));
    onResolve({ filter: /^\.\/problems$/ }, ({ importer }) =>
      from(importer, /\/sdk\/src\/core\/(answer|request)\.ts$/)
        ? own('problems-at-a-glance.ts')
        : undefined,
    );
    onResolve({ filter: /^\.\/judge\.js$/ }, ({ path }) => ({ path, external: true }));
    onLoad({ filter: /./, namespace }, async ({ path }) => ({
      contents: await readFile(path, 'utf8'),
      loader: 'ts',
      resolveDir: dirname(path),
    }));
  },
});
