/** Where the time of a turn went, and of a session's turns. Pure but for the clock it is given. */

/** Milliseconds on the clock of the turn, 0 when the person had finished. */
export interface Marks {
  /** It was sure that the person goes on no more. Absent for typed messages. */
  readonly listened?: number | undefined;
  /** What was said has been understood. Absent for typed messages. */
  readonly heard?: number | undefined;
  readonly firstToken?: number | undefined;
  readonly lastToken?: number | undefined;
  /** The first piece that can be spoken was complete. */
  readonly firstPiece?: number | undefined;
  /** The first sound was there. */
  readonly firstSound?: number | undefined;
  /** The first sound left the device. */
  readonly firstAudio?: number | undefined;
  readonly end?: number | undefined;
}

export type Mark = keyof Marks;

/** Milliseconds in each stage until there is something to hear; without a voice, until there is something to read. */
export interface Stages {
  /** Until it was sure that the person goes on no more. */
  readonly listen: number;
  /** From then on until the words were understood. Absent for typed messages. */
  readonly hear?: number | undefined;
  /** To the first token. */
  readonly think: number;
  /** From the first token to the first complete sentence; in `batch`, to the last token. */
  readonly wait: number;
  /** From the sentence to its first sound. */
  readonly speak: number;
  /** From the first sound to the device. */
  readonly play: number;
}

export class Meter {
  readonly #now: () => number;
  readonly #start: number;
  readonly #marks: { -readonly [M in Mark]?: Marks[M] } = {};

  /** @param ago milliseconds since the beginning, where it is known only afterwards. */
  constructor(now: () => number = () => performance.now(), ago = 0) {
    this.#now = now;
    this.#start = now() - ago;
  }

  /** Milliseconds since the beginning. */
  get elapsed(): number {
    return this.#now() - this.#start;
  }

  /** Only the first time counts; of `lastToken` the last. */
  mark(mark: Mark, at = this.elapsed): void {
    if (mark === 'lastToken' || this.#marks[mark] === undefined) this.#marks[mark] = at;
  }

  /** Players tell now and then: that so many milliseconds have been heard says when the first one was. */
  firstAudio(heard: number): void {
    this.mark('firstAudio', Math.max(this.#marks.firstSound ?? 0, this.elapsed - heard));
  }

  get marks(): Marks {
    return this.#marks;
  }
}

export function stagesOf(marks: Marks): Stages {
  const { heard = 0, listened } = marks;
  const points = [heard, marks.firstToken, marks.firstPiece, marks.firstSound, marks.firstAudio];
  let before = heard;
  const [, think = 0, wait = 0, speak = 0, play = 0] = points.map((point, index) => {
    if (index === 0 || point === undefined) return 0;
    const spent = Math.max(0, point - before);
    before = Math.max(before, point);
    return spent;
  });
  const listen = Math.min(heard, listened ?? heard);
  const hear = listened === undefined ? {} : { hear: heard - listen };
  return { listen, ...hear, think, wait, speak, play };
}

/** Whole milliseconds, as they are told. */
export function rounded<T extends Marks | Stages>(times: T): T {
  const all = Object.entries(times).map(([name, time]) => [name, Math.round(time as number)]);
  return Object.fromEntries(all) as T;
}

/** Nearest rank: a time that was really seen. Undefined where there is none. */
export function percentile(values: readonly number[], share: number): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}
