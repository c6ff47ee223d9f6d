/** WebRTC's detector of voices: is there a voice in these 20 ms? */
import { type WasmMemory, wasm } from '../speak/webassembly';
import { moduleInBase64, names } from './webrtc-vad.at-build';

/** Samples a second, and samples that are judged at once. */
export const rate = 16_000;
export const frameLength = 320;

export interface Detector {
  /** @param frame `frameLength` samples. It remembers those before. */
  isVoice(frame: Int16Array): boolean;
}

/** How readily it says no, 0 to 3: at 1, it takes noise for a voice. */
const mode = 3;

export async function loadDetector(): Promise<Detector> {
  const module = await wasm.compile(Buffer.from(moduleInBase64, 'base64'));
  // It asserts nothing that holds, and has all the memory it needs.
  const { exports } = new wasm.Instance(module, { a: { a: fail, b: () => 0 } });
  const call = (name: keyof typeof names, ...values: number[]) =>
    (exports[names[name]] as (...values: number[]) => number)(...values);
  call('initialise');
  const handle = call('make');
  const frames = call('malloc', frameLength * 2);
  if (handle === 0 || frames === 0) fail();
  call('setMode', handle, mode);
  call('setRate', handle, rate);
  const memory = exports[names.memory] as WasmMemory;
  return {
    isVoice(frame) {
      new Int16Array(memory.buffer, frames, frameLength).set(frame);
      return call('process', handle, frames, frameLength) === 1;
    },
  };
}

function fail(): never {
  throw new Error('The detector of voices failed');
}
