/** The sound in a WAV that a voice has written: 16 bits, one channel or several, of which the first counts. */
import type { Pcm } from '../stages';

export interface WavSound extends Pcm {
  readonly samples: Int16Array<ArrayBuffer>;
}

/** @throws Error that says what is wrong with it. */
export function soundOfWav(bytes: Uint8Array): WavSound {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (name(view, 0) !== 'RIFF' || name(view, 8) !== 'WAVE') throw new Error('No WAV file');
  let format: { channels: number; rate: number } | undefined;
  for (let at = 12; at + 8 <= view.byteLength; ) {
    const kind = name(view, at);
    const size = view.getUint32(at + 4, true);
    const start = at + 8;
    if (kind === 'fmt ') format = formatOf(view, start);
    if (kind === 'data') {
      if (!format) throw new Error('A WAV file that does not say its format');
      return { samples: samples(view, start, size, format.channels), rate: format.rate };
    }
    // Parts begin at even places.
    at = start + size + (size % 2);
  }
  throw new Error('A WAV file without sound');
}

function formatOf(view: DataView, at: number): { channels: number; rate: number } {
  if (at + 16 > view.byteLength) throw new Error('A WAV file that breaks off');
  const channels = view.getUint16(at + 2, true);
  const rate = view.getUint32(at + 4, true);
  const bits = view.getUint16(at + 14, true);
  if (bits !== 16 || channels === 0 || rate === 0) {
    throw new Error(`A WAV file of ${bits} bits, ${channels} channels, ${rate} Hz`);
  }
  return { channels, rate };
}

/** What is written to a pipe can't know its size and says a huge one. */
function samples(view: DataView, start: number, size: number, channels: number) {
  const there = Math.min(size, view.byteLength - start);
  const all = new Int16Array(Math.floor(there / 2 / channels));
  for (let at = 0; at < all.length; at++) all[at] = view.getInt16(start + 2 * at * channels, true);
  return all;
}

function name(view: DataView, at: number): string {
  if (at + 4 > view.byteLength) return '';
  return String.fromCharCode(...[0, 1, 2, 3].map((offset) => view.getUint8(at + offset)));
}
