/**
 * Modules named `*.at-build.ts` run when the bundle is made: it holds what they export, and not what that was made of.
 * What they export may be a promise; in the bundle, it is what became of it.
 */
import { createRequire } from 'node:module';
import { basename, dirname, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { compileFunction } from 'node:vm';
import { build, type Plugin } from 'esbuild';

export const atBuildTime: Plugin = {
  name: 'at-build-time',
  setup({ onLoad, initialOptions }) {
    onLoad({ filter: /\.at-build\.ts$/ }, async ({ path }) => {
      const { code, files } = await bundle(path, initialOptions.conditions ?? []);
      return {
        contents: asConstants(await settled(run(code, path)), basename(path)),
        resolveDir: dirname(path),
        watchFiles: files,
      };
    });
  },
};

async function bundle(
  file: string,
  conditions: string[],
): Promise<{ code: string; files: string[] }> {
  const { outputFiles, metafile } = await build({
    entryPoints: [file],
    bundle: true,
    write: false,
    metafile: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    conditions,
    // Behind an import() that is never reached there, and more than this plain build could bundle.
    external: ['@voicectl/mock', '@voicectl/mock/*', '*?inlined'],
  });
  const files = Object.keys(metafile.inputs).map((input) => resolve(input));
  return { code: outputFiles[0]?.text ?? '', files };
}

/** In this realm, so that what it makes can be compared with plain JSON. */
function run(code: string, file: string): Record<string, unknown> {
  const module = { exports: {} };
  const call = compileFunction(code, ['module', 'exports', 'require'], { filename: file });
  call(module, module.exports, createRequire(file));
  return module.exports;
}

async function settled(
  exported: Readonly<Record<string, unknown>>,
): Promise<Record<string, unknown>> {
  const names = Object.keys(exported);
  const values = await Promise.all(Object.values(exported));
  return Object.fromEntries(names.map((name, index) => [name, values[index]]));
}

/** @throws when something is exported that JSON can't say, as a function: at run time it would be gone. */
export function asConstants(exported: Readonly<Record<string, unknown>>, file: string): string {
  const lines = Object.entries(exported).map(([name, value]) => {
    const json = JSON.stringify(value);
    if (json === undefined || !isDeepStrictEqual(JSON.parse(json), value)) {
      throw new Error(`${file} exports ${name}, which is more than JSON can say.`);
    }
    return name === 'default' ? `export default ${json};` : `export const ${name} = ${json};`;
  });
  return `${lines.join('\n')}\n`;
}
