/**
 * Parts of Node that few commands use are loaded when something of them is used. Together they take a tenth of the time
 * of a whole call, and a module that imports one at its top rarely gets to use it.
 */
const late = 'child_process|crypto|fs/promises|https|module|os|stream/consumers|v8|zlib';

/** Only what comes of `import { name }`, which nobody can look at but by the name. */
const imported = new RegExp(`([\\w$]=)(require\\("node:(?:${late})"\\))`, 'g');

/** @param code CommonJS, as esbuild makes it of a module. */
export function lateBuiltins(code: string): string {
  return code.replace(imported, '$1new Proxy({},{get:(_,name)=>$2[name]})');
}

/** For all files of a bundle, one by one. */
export class LateBuiltins {
  #found = false;

  of(code: string): string {
    const changed = lateBuiltins(code);
    this.#found ||= changed !== code;
    return changed;
  }

  /** @throws when no file had any: then they are written in a way that is not known here, and all are loaded at once. */
  end(): void {
    if (!this.#found) throw new Error('No part of Node in the whole bundle could be loaded late');
  }
}
