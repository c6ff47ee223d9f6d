/**
 * Puts files of the bundle that are loaded together into one: Node takes a quarter of a millisecond to find and open
 * each, and one command would open sixty. A part of a pack runs when it is asked for, as the file would.
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type { Metafile, Plugin } from 'esbuild';

/** The sources whose files, with all that they need at once, go into one; by the name of that. */
export type Packs = Readonly<Record<string, readonly string[]>>;

/** What is larger is a library, and stays a file of its own. */
const largest = 64 * 1024;

/** Remembers what is in which file: for `writePacks`. */
export function packing(packs: Packs): { plugin: Plugin; write: (folder: string) => void } {
  let outputs: Metafile['outputs'] = {};
  return {
    plugin: {
      name: 'packs',
      setup({ onEnd, initialOptions }) {
        initialOptions.metafile = true;
        onEnd(({ metafile }) => {
          outputs = metafile?.outputs ?? {};
        });
      },
    },
    write(folder) {
      const texts = new Map(
        Object.keys(outputs)
          .map((file) => basename(file))
          .filter((file) => file.endsWith('.js'))
          .map((file) => [file, readFileSync(join(folder, file), 'utf8')]),
      );
      const homes = homesOf(packs, outputs, texts);
      for (const [file, text] of packed(texts, homes)) writeFileSync(join(folder, file), text);
      for (const file of homes.keys()) rmSync(join(folder, file));
    },
  };
}

/** The pack of each file that is in one: the first that needs it. */
function homesOf(
  packs: Packs,
  outputs: Metafile['outputs'],
  texts: ReadonlyMap<string, string>,
): Map<string, string> {
  const files = new Map(Object.entries(outputs).map(([file, made]) => [resolve(file), made]));
  const entryOf = (source: string) => {
    const found = [...files].find(([, { entryPoint }]) => sourceOf(entryPoint) === resolve(source));
    if (found === undefined) throw new Error(`No file of the bundle begins with ${source}`);
    return found[0];
  };
  // What is named on the command line keeps its name, and what that needs at once stays beside it.
  const homes = new Map<string, string>();
  const apart = new Set<string>();
  const visit = (file: string, seen: Set<string>) => {
    if (seen.has(file)) return;
    seen.add(file);
    for (const { path, kind, external } of files.get(file)?.imports ?? []) {
      if (kind === 'import-statement' && !external) visit(resolve(path), seen);
    }
  };
  visit(entryOf('src/bin.ts'), apart);
  for (const [pack, sources] of Object.entries(packs)) {
    const wanted = new Set<string>();
    for (const source of sources) visit(entryOf(source), wanted);
    for (const file of wanted) {
      const name = basename(file);
      const small = (texts.get(name)?.length ?? largest) < largest;
      if (small && !apart.has(file) && !homes.has(name)) homes.set(name, `${pack}.js`);
    }
  }
  return homes;
}

/** Whatever plugin has read it. */
function sourceOf(entryPoint: string | undefined): string | undefined {
  return entryPoint && resolve(entryPoint.replace(/^[\w-]{2,}:/, ''));
}

/** All files as they are then, but those that have gone into a pack. */
function* packed(
  texts: ReadonlyMap<string, string>,
  homes: ReadonlyMap<string, string>,
): Generator<[file: string, text: string]> {
  const parts = new Map<string, string[]>();
  for (const [file, text] of texts) {
    const home = homes.get(file);
    const led = text.replace(/\brequire\("\.\/([^"]+)"\)/g, (call, wanted: string) => {
      const other = homes.get(wanted);
      const from = other === home ? 'part' : `require("./${other}")`;
      return other === undefined ? call : `${from}("${wanted}")`;
    });
    if (home === undefined) yield [file, led];
    else parts.set(home, [...(parts.get(home) ?? []), `"${file}"(module,exports){${led}\n}`]);
  }
  for (const [pack, members] of parts) yield [pack, `${opening}${members.join(',\n')}};`];
}

const opening = `"use strict";
const made={};
function part(name){
if(made[name])return made[name].exports;
const module=made[name]={exports:{}};
parts[name](module,module.exports);
return module.exports;
}
module.exports=part;
const parts={`;
