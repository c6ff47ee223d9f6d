/**
 * The spine of a voice that is far away: a piece is asked for while the one before it sounds, and no further ahead, since
 * what nobody hears is paid for, too.
 */
import { untilAborted } from '../../output/until-aborted';
import { Channel } from '../channel';
import type { Piece, Speech } from '../stages';
import { endOf, type Synthesise } from './each';
import type { Leveller } from './level';

type Sound = Channel<Speech | Failed>;

/** @param most pieces that are asked for and not heard. @throws what `synthesise` throws, after all that came before. */
export async function* speakAhead(
  pieces: AsyncIterable<Piece>,
  signal: AbortSignal,
  synthesise: Synthesise,
  leveller: Leveller,
  most = 2,
): AsyncGenerator<Speech, void, undefined> {
  const over = new AbortController();
  const ended = AbortSignal.any([signal, over.signal]);
  const sounds = new Channel<Sound | Failed>();
  const places = new Channel<true>();
  for (let place = 0; place < most; place++) places.push(true);

  begin(pieces, ended, places, (piece) => {
    const sound: Sound = new Channel();
    sounds.push(sound);
    make(piece, ended, synthesise, leveller, sound).finally(() => sound.end());
  })
    .catch((error) => ended.aborted || sounds.push(new Failed(error)))
    .finally(() => sounds.end());

  try {
    for await (const sound of sounds) {
      if (sound instanceof Failed) throw sound.error;
      for await (const next of sound) {
        if (signal.aborted) return;
        if (next instanceof Failed) throw next.error;
        yield next;
      }
      places.push(true);
    }
  } finally {
    over.abort();
  }
}

async function begin(
  pieces: AsyncIterable<Piece>,
  signal: AbortSignal,
  places: AsyncIterable<true>,
  start: (piece: Piece) => void,
): Promise<void> {
  const source = pieces[Symbol.asyncIterator]();
  const place = places[Symbol.asyncIterator]();
  try {
    for (;;) {
      await untilAborted(place.next(), signal);
      const next = await untilAborted(source.next(), signal);
      if (next.done) return;
      start(next.value);
    }
  } finally {
    // A source that may not hear the signal is left behind.
    source.return?.()?.catch(() => {});
  }
}

async function make(
  piece: Piece,
  signal: AbortSignal,
  synthesise: Synthesise,
  leveller: Leveller,
  sound: Sound,
): Promise<void> {
  let rate: number | undefined;
  const level = leveller.begin();
  const end = () => {
    for (const speech of endOf(piece, level.end(), rate ?? silentRate)) sound.push(speech);
  };
  try {
    for await (const pcm of synthesise(piece.text, signal)) {
      rate = pcm.rate;
      const samples = level.push(pcm.samples, rate);
      if (samples.length > 0) sound.push({ piece, samples, rate });
    }
    end();
  } catch (error) {
    if (signal.aborted) return;
    if (rate !== undefined) end();
    sound.push(new Failed(error));
  }
}

class Failed {
  readonly error: unknown;

  constructor(error: unknown) {
    this.error = error;
  }
}

const silentRate = 16_000;
