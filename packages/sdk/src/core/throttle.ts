/** How many calls of a client are out at once, and how often one goes: first come, first served, and no timer too many. */

export interface ThrottleRules {
  readonly requestsPerSecond: number | undefined;
  readonly maxConcurrency: number | undefined;
}

/** A place in the line, then on the way. */
export interface Ticket {
  /** Settles when it is this one's turn. */
  readonly turn: Promise<void>;
  /** Gives the place back, wherever it stands. A second time does nothing. */
  leave(): void;
}

interface Waiting {
  readonly go: () => void;
}

/** After a 429 the pace is halved; each success takes back so much of what was lost. */
const recovery = 0.95;
/** Times the pace that was asked for. */
const slowest = 8;

export class Throttle {
  readonly #most: number;
  /** Milliseconds between two starts, as asked for and as learned. */
  readonly #asked: number;
  #pace: number;
  #line: Waiting[] = [];
  #out = 0;
  #nextAt = 0;
  #slowedAt = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor({ requestsPerSecond, maxConcurrency }: ThrottleRules) {
    this.#most = maxConcurrency ?? Number.POSITIVE_INFINITY;
    this.#asked = requestsPerSecond === undefined ? 0 : 1000 / requestsPerSecond;
    this.#pace = this.#asked;
  }

  ask(): Ticket {
    let state: 'waiting' | 'out' | 'left' = 'waiting';
    let go = () => {};
    const turn = new Promise<void>((resolve) => {
      go = resolve;
    });
    const waiting: Waiting = {
      go: () => {
        state = 'out';
        go();
      },
    };
    this.#line.push(waiting);
    this.#move();
    return {
      turn,
      leave: () => {
        if (state === 'waiting') this.#line = this.#line.filter((other) => other !== waiting);
        if (state === 'out') this.#out--;
        state = 'left';
        this.#move();
      },
    };
  }

  /** Milliseconds until anybody may go. */
  pause(): number {
    return Math.max(0, this.#nextAt - performance.now());
  }

  /**
   * The server has said 429 to an attempt of that time: nobody goes before `seconds` are over, and all go slower for a
   * while. Of attempts that went together, one counts: they knew nothing of each other.
   */
  slowDown(seconds: number, startedAt: number): void {
    const now = performance.now();
    this.#nextAt = Math.max(this.#nextAt, now + seconds * 1000);
    if (startedAt < this.#slowedAt) return;
    this.#slowedAt = now;
    this.#pace = Math.min(this.#pace * 2, this.#asked * slowest);
  }

  speedUp(): void {
    this.#pace = Math.max(this.#asked, this.#pace * recovery);
  }

  #move(): void {
    clearTimeout(this.#timer);
    while (this.#line.length > 0 && this.#out < this.#most) {
      const now = performance.now();
      if (now < this.#nextAt) {
        this.#timer = setTimeout(() => this.#move(), this.#nextAt - now);
        return;
      }
      this.#nextAt = now + this.#pace;
      this.#out++;
      this.#line.shift()?.go();
    }
  }
}
