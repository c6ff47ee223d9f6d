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
