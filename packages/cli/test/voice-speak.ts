/** What tests of voices share: pieces to say, and what can be measured of the sound. */
import { join } from 'node:path';
import type { Piece, Speaker, Speech } from '../src/voice/stages';
import { packageRoot } from './voicectl';

export const fliteEntry = join(packageRoot, 'dist', 'flite-worker.js');
export const espeakEntry = join(packageRoot, 'dist', 'espeak-process.js');

export const sentences: readonly string[] = [
  'Your order has shipped and should arrive at your door on Friday.',
  'Sure, I can help with that.',
  'May I have your order number, please?',
  'Thank you for calling, my name is Maria.',
  'Your refund was sent on Monday.',
  'It takes three to five days to reach your account.',
  'Would you like me to send you the details by email?',
  'I am sorry to hear that.',
  'Let me check this for you.',
  'The store opens at nine in the morning.',
  'We are closed on Sunday.',
  'Please hold the line for a moment.',
  'Your appointment is confirmed for Tuesday afternoon.',
  'Is there anything else I can do for you?',
  'The price is twenty dollars a month.',
  'You can cancel at any time.',
  'I have changed your delivery address.',
  'A driver will call you before he arrives.',
  'The warranty covers two years.',
  'Have a nice day, and goodbye.',
];

/** As pieces of one answer, with a space between two. */
export function answer(...texts: readonly string[]): Piece[] {
  let start = 0;
  return texts.map((text) => {
    const piece = { text, start, end: start + text.length };
    start = piece.end + 1;
    return piece;
  });
}

export async function* oneByOne<T>(values: readonly T[]): AsyncGenerator<T, void, undefined> {
  yield* values;
}

/** All that is said, a sound for each piece that had one. */
export async function say(
  speaker: Speaker,
  pieces: readonly Piece[],
  signal: AbortSignal = new AbortController().signal,
): Promise<{ piece: Piece; samples: Int16Array; rate: number }[]> {
  const said = new Map<Piece, Speech[]>();
  for await (const speech of speaker.speak(oneByOne(pieces), signal)) {
    said.set(speech.piece, [...(said.get(speech.piece) ?? []), speech]);
  }
  return [...said].map(([piece, parts]) => ({
    piece,
    rate: parts[0]?.rate ?? 0,
    samples: Int16Array.from(parts.flatMap((part) => [...part.samples])),
  }));
}

export const seconds = ({ samples, rate }: { samples: Int16Array; rate: number }) =>
  samples.length / rate;

export const decibels = (part: number) => 20 * Math.log10(part);

/** In dBFS. */
export function loudness(samples: Int16Array): number {
  const energy = samples.reduce((sum, sample) => sum + (sample / 32768) ** 2, 0);
  return decibels(Math.sqrt(energy / samples.length));
}

export const peak = (samples: Int16Array): number =>
  decibels(samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0) / 32768);

export const mean = (samples: Int16Array): number =>
  samples.reduce((sum, sample) => sum + sample, 0) / samples.length;

export function tone(frequency: number, rate: number, length: number, size = 0.5): Int16Array {
  return Int16Array.from({ length: Math.round(length * rate) }, (_, at) =>
    Math.round(32768 * size * Math.sin((2 * Math.PI * frequency * at) / rate)),
  );
}

/** A WAV file, as a program writes it. */
export function wavOf(samples: Int16Array, rate: number): Buffer {
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + samples.byteLength, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(rate, 24);
  header.writeUInt32LE(2 * rate, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  header.writeUInt32LE(samples.byteLength, 40);
  return Buffer.concat([
    header,
    Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength),
  ]);
}
