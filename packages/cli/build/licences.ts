/** The bundle carries other people's code: beside it lies a file with the licence of each. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Plugin } from 'esbuild';

export function licences(file: string): Plugin {
  return {
    name: 'licences',
    setup(build) {
      build.initialOptions.metafile = true;
      build.onEnd(({ metafile }) => {
        if (metafile === undefined) return;
        const folders = new Set(Object.keys(metafile.inputs).map(packageFolder));
        const texts = [...folders].filter((folder) => folder !== undefined).map(licenceOf);
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, `${texts.sort().join(`\n\n${'-'.repeat(80)}\n\n`)}\n`);
      });
    },
  };
}

/** The folder of the package that an input belongs to, whatever plugin read it; none for our own files. */
function packageFolder(input: string): string | undefined {
  return /^(?:[\w-]{2,}:)?(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1];
}

function licenceOf(folder: string): string {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const found = readdirSync(folder).find((entry) => /^(licen[cs]e|copying)/i.test(entry));
  const text = found === undefined ? '' : readFileSync(join(folder, found), 'utf8').trim();
  return `${name} ${version} (${license})\n\n${text}`.trim();
}
