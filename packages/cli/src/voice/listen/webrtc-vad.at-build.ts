/** WebRTC's detector of voices (BSD-3-Clause) as text, 27 KB, and how its functions are called in there. */
import { readFileSync } from 'node:fs';

const glue = readFileSync(require.resolve('@echogarden/fvad-wasm'), 'utf8');

export const moduleInBase64 = readFileSync(
  require.resolve('@echogarden/fvad-wasm/fvad.wasm'),
).toString('base64');

export const names = {
  initialise: nameOf(/addOnInit\(wasmExports\["(\w+)"\]\)/),
  memory: nameOf(/wasmMemory=wasmExports\["(\w+)"\]/),
  malloc: nameOf(/_malloc=Module\["_malloc"\]=wasmExports\["(\w+)"\]/),
  make: nameOf(/_fvad_new=Module\["_fvad_new"\]=wasmExports\["(\w+)"\]/),
  setMode: nameOf(/_fvad_set_mode=Module\["_fvad_set_mode"\]=wasmExports\["(\w+)"\]/),
  setRate: nameOf(/_fvad_set_sample_rate=Module\["_fvad_set_sample_rate"\]=wasmExports\["(\w+)"\]/),
  process: nameOf(/_fvad_process=Module\["_fvad_process"\]=wasmExports\["(\w+)"\]/),
};

function nameOf(pattern: RegExp): string {
  const [, name] = pattern.exec(glue) ?? [];
  if (name === undefined) throw new Error(`The detector of voices has changed: no ${pattern}`);
  return name;
}
