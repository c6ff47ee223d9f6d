/** The spine of a voice that makes one piece at a time: made ahead of what is played, levelled, ended by a signal. */
import { untilAborted } from '../../output/until-aborted';
import { Channel } from '../channel';
import type { Pcm, Piece, Speech } from '../stages';
import type { Leveller } from './level';

/** The sound of a text, in one part or many. @throws SpeakError */
export type Synthesise = (text: string, signal: AbortSignal) => AsyncIterable<Pcm>;

/** @throws what `synthesise` throws, after all that was made before. */
export async function* speakEach(
  pieces: AsyncIterable<Piece>,
  signal: AbortSignal,
  synthesise: Synthesise,
  leveller: Leveller,
): AsyncGenerator<Speech, void, undefined> {
  const over = new AbortController();
  const ended = AbortSignal.any([signal, over.signal]);
  const ready = new Channel<Speech | Failed>();
  const report = (error: unknown) => {
    if (!ended.aborted) ready.push(new Failed(error));
  };
  make(pieces, ended, synthesise, leveller, ready)
    .catch(report)
    .finally(() => ready.end());
  try {
    for await (const next of ready) {
      if (signal.aborted) return;
      if (next instanceof Failed) throw next.error;
      yield next;
    }
  } finally {
    over.abort();
  }
}

async function make(
  pieces: AsyncIterable<Piece>,
  signal: AbortSignal,
  synthesise: Synthesise,
  leveller: Leveller,
  ready: Channel<Speech | Failed>,
): Promise<void> {
  for await (const piece of until(pieces, signal)) {
    let rate = silentRate;
    const level = leveller.begin();
    for await (const pcm of until(synthesise(piece.text, signal), signal)) {
      rate = pcm.rate;
      const samples = level.push(pcm.samples, rate);
      if (samples.length > 0) ready.push({ piece, samples, rate });
    }
    for (const speech of endOf(piece, level.end(), rate)) ready.push(speech);
  }
}

/** What is left of a piece, and that it is over: also one without a sound, and before there is a next one. */
export function endOf(piece: Piece, rest: Int16Array, rate: number): readonly Speech[] {
  const over = { piece, samples: new Int16Array(0), rate };
  return rest.length > 0 ? [{ piece, samples: rest, rate }, over] : [over];
}

/** A source that may not hear the signal is left behind. */
async function* until<T>(
  source: AsyncIterable<T>,
  signal: AbortSignal,
): AsyncGenerator<T, void, undefined> {
  const iterator = source[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await untilAborted(iterator.next(), signal);
      if (next.done) return;
      yield next.value;
    }
  } finally {
    iterator.return?.()?.catch(() => {});
  }
}

class Failed {
  readonly error: unknown;

  constructor(error: unknown) {
    this.error = error;
  }
}

const silentRate = 16_000;
