/** WAV files as people have them: 8 to 32 bits, floats, telephone formats, any rate; several channels become one. */
import type { Pcm } from '../stages';

interface Format {
  readonly tag: number;
  readonly channels: number;
  readonly rate: number;
  readonly bits: number;
}

/** @throws Error that says in a few words what is wrong with it. */
export function readWav(bytes: Uint8Array): Pcm {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const kind = name(view, 0);
  if (kind !== 'RIFF' || name(view, 8) !== 'WAVE') throw new Error(otherKind(kind));
  let format: Format | undefined;
  for (let at = 12; at + 8 <= view.byteLength; ) {
    const part = name(view, at);
    const size = view.getUint32(at + 4, true);
    const start = at + 8;
    if (part === 'fmt ') format = formatOf(view, start, size);
    if (part === 'data') {
      if (!format) throw new Error('it does not say its format before its sound');
      return sound(view, start, size, format);
    }
    // Parts begin at even places.
    at = start + size + (size % 2);
  }
  throw new Error(format ? 'there is no sound in it' : 'it breaks off in its header');
}

function formatOf(view: DataView, at: number, size: number): Format {
  if (size < 16 || at + Math.min(size, 40) > view.byteLength) {
    throw new Error('it breaks off in its header');
  }
  const tag = view.getUint16(at, true);
  return {
    // The extensible format names the real one further on.
    tag: tag === extensible && size >= 26 ? view.getUint16(at + 24, true) : tag,
    channels: view.getUint16(at + 2, true),
    rate: view.getUint32(at + 4, true),
    bits: view.getUint16(at + 14, true),
  };
}

/** A file that was cut off, or written to a pipe, says more than there is: what is there counts. */
function sound(view: DataView, start: number, size: number, format: Format): Pcm {
  const { channels, rate, bits } = format;
  if (channels < 1 || channels > 64) throw new Error(`it has ${channels} channels`);
  if (rate < 1000 || rate > 768_000) throw new Error(`it has ${rate} samples a second`);
  const read = readers[`${format.tag}/${bits}`];
  if (!read) throw new Error(`its format, ${named(format)}, is not one that can be read`);
  const width = bits / 8;
  const frames = Math.floor(Math.min(size, view.byteLength - start) / (width * channels));
  if (frames === 0) throw new Error('there is no sound in it');
  const samples = Int16Array.from({ length: frames }, (_, frame) => {
    let sum = 0;
    for (let channel = 0; channel < channels; channel++) {
      sum += read(view, start + (frame * channels + channel) * width);
    }
    // A float may be anything, and no number at all.
    return Math.max(-32768, Math.min(32767, Math.round(sum / channels))) || 0;
  });
  return { samples, rate };
}

const [pcm, float, aLaw, muLaw, extensible] = [1, 3, 6, 7, 0xfffe];

type Read = (view: DataView, at: number) => number;

/** By format and bits: a sample in 16 bits. */
const readers: Readonly<Record<string, Read>> = {
  [`${pcm}/8`]: (view, at) => (view.getUint8(at) - 128) * 256,
  [`${pcm}/16`]: (view, at) => view.getInt16(at, true),
  [`${pcm}/24`]: (view, at) => view.getInt16(at + 1, true) + view.getUint8(at) / 256,
  [`${pcm}/32`]: (view, at) => view.getInt32(at, true) / 65_536,
  [`${float}/32`]: (view, at) => view.getFloat32(at, true) * 32_768,
  [`${float}/64`]: (view, at) => view.getFloat64(at, true) * 32_768,
  [`${aLaw}/8`]: (view, at) => fromALaw(view.getUint8(at)),
  [`${muLaw}/8`]: (view, at) => fromMuLaw(view.getUint8(at)),
};

/** ITU-T G.711, as calls are recorded. */
function fromALaw(byte: number): number {
  const value = byte ^ 0x55;
  const exponent = (value >> 4) & 7;
  const step = ((value & 15) << 4) + 8;
  const size = exponent === 0 ? step : (step + 256) << (exponent - 1);
  return value & 0x80 ? size : -size;
}

function fromMuLaw(byte: number): number {
  const value = ~byte;
  const size = ((((value & 15) << 3) + 132) << ((value >> 4) & 7)) - 132;
  return value & 0x80 ? -size : size;
}

function named({ tag, bits }: Format): string {
  const family = { [pcm]: 'PCM', [float]: 'float', 2: 'ADPCM', 17: 'ADPCM', 85: 'MP3' }[tag];
  return `${family ?? `number ${tag}`} of ${bits} bits`;
}

function otherKind(kind: string): string {
  if (kind === 'RF64' || kind === 'RIFX') return `it is ${kind}, a kind of WAV that can't be read`;
  if (kind === 'fLaC' || kind === 'OggS' || kind === 'FORM' || kind.startsWith('ID3')) {
    return 'it is a sound file of another kind';
  }
  return 'it is no WAV file';
}

function name(view: DataView, at: number): string {
  if (at + 4 > view.byteLength) return '';
  return String.fromCharCode(...[0, 1, 2, 3].map((offset) => view.getUint8(at + offset)));
}
