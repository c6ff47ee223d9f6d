/** What tests of players share: pieces with their sound, and what was told of them. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Pcm, Piece, Played, Player, Speech } from '../src/voice/stages';
import { packageRoot } from './voicectl';

export const audioEntry = join(packageRoot, 'dist', 'audio-process.js');

export const never = (): AbortSignal => new AbortController().signal;

export function piece(text: string, start = 0): Piece {
  return { text, start, end: start + text.length };
}

export async function* spoken(
  ...speech: readonly Speech[]
): AsyncGenerator<Speech, void, undefined> {
  yield* speech;
}

export async function heard(
  player: Player,
  speech: AsyncIterable<Speech>,
  signal: AbortSignal = never(),
): Promise<Played[]> {
  const all: Played[] = [];
  for await (const played of player.play(speech, signal)) all.push(played);
  return all;
}

/** All of a sound, as one. */
export async function wholeOf(sound: AsyncIterable<Pcm>): Promise<Pcm> {
  const parts: Int16Array[] = [];
  let rate = 0;
  for await (const pcm of sound) {
    parts.push(pcm.samples);
    rate = pcm.rate;
  }
  return { samples: joined(parts), rate };
}

export function joined(parts: readonly Int16Array[]): Int16Array {
  const all = new Int16Array(parts.reduce((total, { length }) => total + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** So that a test that fails does not print a million samples. */
export const digest = (samples: Int16Array): string =>
  `${samples.length} ${createHash('sha1')
    .update(new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength))
    .digest('hex')}`;
