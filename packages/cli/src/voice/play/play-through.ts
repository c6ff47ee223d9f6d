/** What all players do: put the sound of the pieces into an output, in order, and tell how far it is. */
import { untilAborted } from '../../output/until-aborted';
import { Channel } from '../channel';
import { Resampler } from '../speak/resample';
import type { Piece, Played, Speech } from '../stages';
import type { OpenOutput, Output } from './output';
import { Timeline } from './timeline';

/**
 * After an abort, the last report says how much was heard. Over only when the output is.
 * @throws what `speech` throws, after all that came before; what the output throws.
 */
export async function* playThrough(
  speech: AsyncIterable<Speech>,
  signal: AbortSignal,
  open: OpenOutput,
): AsyncGenerator<Played, void, undefined> {
  const over = new AbortController();
  const playing = new Playing(open, AbortSignal.any([signal, over.signal]));
  const finished = playing.run(speech);
  try {
    yield* playing.told;
  } finally {
    over.abort();
    await finished;
  }
  const { problem } = playing;
  if (problem && !signal.aborted) throw problem.error;
}

class Playing {
  readonly told = new Channel<Played>();
  problem: { readonly error: unknown } | undefined;
  readonly #open: OpenOutput;
  readonly #stopped: AbortSignal;
  /** What goes wrong with the output ends the reading of speech. */
  readonly #broken = new AbortController();
  readonly #ended: AbortSignal;
  #output: Output | undefined;
  #timeline = new Timeline(1);
  #watching: Promise<void> | undefined;
  #played = 0;
  #moved: (() => void) | undefined;
  #resampling: { readonly piece: Piece; readonly by: Resampler; readonly rate: number } | undefined;

  constructor(open: OpenOutput, stopped: AbortSignal) {
    this.#open = open;
    this.#stopped = stopped;
    this.#ended = AbortSignal.any([stopped, this.#broken.signal]);
  }

  /** Never throws. */
  async run(speech: AsyncIterable<Speech>): Promise<void> {
    const stop = () => this.#output?.stop();
    this.#stopped.addEventListener('abort', stop, { once: true });
    try {
      await this.#read(speech);
    } catch (error) {
      if (!this.#ended.aborted) this.problem = { error };
    }
    this.#rest();
    this.#timeline.close();
    this.#tell();
    if (!this.#ended.aborted) this.#output?.end();
    await this.#watching;
    this.#stopped.removeEventListener('abort', stop);
    this.told.end();
  }

  async #read(speech: AsyncIterable<Speech>): Promise<void> {
    const source = speech[Symbol.asyncIterator]();
    try {
      for (;;) {
        await this.#room();
        const next = await untilAborted(source.next(), this.#ended);
        if (next.done) return;
        this.#put(next.value);
      }
    } finally {
      // One that does not hear the signal is left behind.
      source.return?.()?.catch(() => {});
    }
  }

  #put({ piece, samples, rate }: Speech): void {
    const output = this.#output ?? this.#opened(rate);
    const before = this.#resampling;
    if (before && (before.piece !== piece || before.rate !== rate)) this.#rest();
    if (rate === output.rate || samples.length === 0) this.#write(piece, samples);
    else {
      const by = this.#resampling?.by ?? new Resampler(rate, output.rate);
      this.#resampling = { piece, by, rate };
      this.#write(piece, by.push(samples));
    }
    // A part without samples ends its piece.
    if (samples.length === 0) this.#close();
  }

  /** What the resampler of a piece still holds. */
  #rest(): void {
    const { piece, by } = this.#resampling ?? {};
    this.#resampling = undefined;
    if (piece && by) this.#write(piece, by.end());
  }

  #close(): void {
    this.#rest();
    this.#timeline.close();
    this.#tell();
  }

  #write(piece: Piece, samples: Int16Array): void {
    this.#timeline.add(piece, samples.length);
    if (samples.length > 0 && !this.#ended.aborted) this.#output?.write(samples);
    else this.#tell();
  }

  #opened(rate: number): Output {
    const output = this.#open(rate);
    this.#output = output;
    this.#timeline = new Timeline(output.rate);
    this.#watching = this.#watch(output).catch((error) => {
      if (!this.#stopped.aborted) this.problem ??= { error };
      this.#broken.abort(error);
    });
    return output;
  }

  async #watch(output: Output): Promise<void> {
    let underruns = 0;
    for await (const position of output.positions()) {
      this.#played = position.played;
      if (this.#tell(position.underruns > underruns)) underruns = position.underruns;
      this.#moved?.();
    }
  }

  #tell(underrun = false): boolean {
    const reports = this.#timeline.reports(this.#played, underrun);
    for (const report of reports) this.told.push(report);
    return reports.length > 0;
  }

  /** What is far ahead of the sound may never be heard, and voices can cost money. */
  async #room(): Promise<void> {
    const output = this.#output;
    if (!output) return;
    const ahead = () => (this.#timeline.written - this.#played) / output.rate;
    while (ahead() > furthest && !this.#ended.aborted) {
      const moved = new Promise<void>((resolve) => {
        this.#moved = resolve;
      });
      await untilAborted(moved, this.#ended);
    }
  }
}

/** Seconds. */
const furthest = 10;
