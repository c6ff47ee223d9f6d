/** An output that is no device: it keeps the pace of one, or takes all at once. */
import { Channel } from '../channel';
import type { Output, Position } from './output';
import { PlayClock } from './play-clock';

export interface ReckonedOutputOptions {
  /** As fast as a device would play. */
  readonly paced: boolean;
  /** What a device would have played when it was over. */
  readonly keep?: ((samples: readonly Int16Array[]) => void) | undefined;
}

export class ReckonedOutput implements Output {
  readonly rate: number;
  readonly #options: ReckonedOutputOptions;
  readonly #clock: PlayClock;
  readonly #positions = new Channel<Position>();
  readonly #parts: Int16Array[] = [];
  readonly #timer: NodeJS.Timeout | undefined;
  #isComplete = false;

  constructor(rate: number, options: ReckonedOutputOptions) {
    this.rate = rate;
    this.#options = options;
    this.#clock = new PlayClock(rate);
    if (options.paced) this.#timer = setInterval(() => this.#tell(), tick);
  }

  write(samples: Int16Array): void {
    this.#clock.write(samples.length, performance.now());
    if (this.#options.keep) this.#parts.push(samples);
    if (!this.#options.paced) this.#tell();
  }

  end(): void {
    this.#isComplete = true;
    this.#tell();
  }

  stop(): void {
    this.#isComplete = true;
    this.#over(this.#position());
  }

  positions(): AsyncIterable<Position> {
    return this.#positions;
  }

  #position(): Position {
    if (!this.#options.paced) return { played: this.#clock.written, underruns: 0 };
    const played = this.#clock.played(performance.now());
    return { played, underruns: this.#clock.underruns };
  }

  #tell(): void {
    const position = this.#position();
    if (this.#isComplete && position.played >= this.#clock.written) this.#over(position);
    else this.#positions.push(position);
  }

  #over(position: Position): void {
    clearInterval(this.#timer);
    this.#positions.push(position);
    this.#positions.end();
    this.#options.keep?.(firstOf(this.#parts.splice(0), position.played));
  }
}

/** As many samples of the parts as were played. */
export function firstOf(parts: readonly Int16Array[], count: number): Int16Array[] {
  let left = count;
  return parts.flatMap((part) => {
    const some = part.subarray(0, Math.max(0, left));
    left -= part.length;
    return some.length > 0 ? [some] : [];
  });
}

/** Milliseconds between two reports. */
const tick = 40;
