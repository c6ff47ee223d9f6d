/** A turn kept as files beside what it is heard by: what was said to the agent, and what was heard of its answer. */
import { mkdir, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Resampler } from '../speak/resample';
import type { Pcm, Piece, Played, Player, Speech } from '../stages';
import { PlayError } from './play-error';
import { firstOf } from './reckoned-output';
import { wavBytes } from './wav-write';
import { writeWhole } from './write-whole';

export interface TurnRecording {
  /** The same sound, kept as `question.wav` when it is over. */
  question(sound: AsyncIterable<Pcm>): AsyncIterable<Pcm>;
  /** The same player; what was heard of its sound is kept as `answer.wav`, also of a turn that was stopped. */
  answer(player: Player): Player;
  /** Takes the sound away again, and the folder where nothing else is in it. */
  discard(): Promise<void>;
}

/** Makes the folder. @throws PlayError */
export async function recordTurn(folder: string): Promise<TurnRecording> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new PlayError(`Turns can't be kept in ${folder}: ${why}`, 'Name another folder.', error);
  }
  return {
    question: (sound) => recordSound(sound, join(folder, 'question.wav')),
    answer: (player) => recordPlayer(player, join(folder, 'answer.wav')),
    discard: async () => {
      await rm(join(folder, 'question.wav'), { force: true });
      await rmdir(folder).catch(() => {});
    },
  };
}

/** Nothing is written for a sound without samples. */
export async function* recordSound(
  sound: AsyncIterable<Pcm>,
  file: string,
): AsyncGenerator<Pcm, void, undefined> {
  const heard: Pcm[] = [];
  try {
    for await (const pcm of sound) {
      // The reader may take the samples away, to another thread.
      heard.push({ samples: pcm.samples.slice(), rate: pcm.rate });
      yield pcm;
    }
  } finally {
    await write(file, heard);
  }
}

export function recordPlayer(player: Player, file: string): Player {
  async function* play(
    speech: AsyncIterable<Speech>,
    signal: AbortSignal,
  ): AsyncGenerator<Played, void, undefined> {
    const answer = new Map<Piece, Answered>();
    const kept = keeping(speech, ({ piece, samples, rate }) => {
      const of = answer.get(piece) ?? { sound: [], heard: 0 };
      answer.set(piece, of);
      of.sound.push({ samples: samples.slice(), rate });
    });
    try {
      for await (const played of player.play(kept, signal)) {
        const of = answer.get(played.piece);
        if (of) of.heard = played.done ? Number.POSITIVE_INFINITY : played.heard;
        yield played;
      }
    } finally {
      await write(
        file,
        [...answer.values()].flatMap(({ sound, heard }) => cut(sound, heard)),
      );
    }
  }
  return {
    name: player.name,
    play,
    ...(player.close && { close: () => player.close?.() ?? Promise.resolve() }),
  };
}

interface Answered {
  readonly sound: Pcm[];
  /** Milliseconds. */
  heard: number;
}

async function* keeping(
  speech: AsyncIterable<Speech>,
  keep: (part: Speech) => void,
): AsyncGenerator<Speech, void, undefined> {
  for await (const part of speech) {
    keep(part);
    yield part;
  }
}

/** The first milliseconds of a piece. */
function cut(sound: readonly Pcm[], heard: number): Pcm[] {
  let left = heard;
  return sound.flatMap(({ samples, rate }) => {
    const some = firstOf([samples], Math.round((left * rate) / 1000));
    left -= (1000 * samples.length) / rate;
    return some.map((part) => ({ samples: part, rate }));
  });
}

async function write(file: string, sound: readonly Pcm[]): Promise<void> {
  const rate = sound.find(({ samples }) => samples.length > 0)?.rate;
  if (rate) await writeWhole(file, wavBytes(atOneRate(sound, rate), rate));
}

function atOneRate(sound: readonly Pcm[], rate: number): Int16Array[] {
  const parts: Int16Array[] = [];
  let last: { readonly from: number; readonly by: Resampler } | undefined;
  for (const { samples, rate: from } of sound) {
    if (last && last.from !== from) parts.push(last.by.end());
    if (last?.from !== from) {
      last = from === rate ? undefined : { from, by: new Resampler(from, rate) };
    }
    parts.push(last ? last.by.push(samples) : samples);
  }
  if (last) parts.push(last.by.end());
  return parts;
}
