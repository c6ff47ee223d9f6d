/** Where a turn's sound goes when a page is the loudspeaker; the page tells how much of it was heard. */
import { Channel } from '../../voice/channel';
import type { Output, Position } from '../../voice/play/output';
import { Nonsense } from './from-page';
import type { PageLine } from './line';
import type { PlayedByPage } from './wire';

/** The page is there, and plays nothing. The next answer may be heard. */
export class SilentPage extends Error {
  override readonly name = 'SilentPage';
  readonly hint = 'Click into the page, so that the browser lets it sound.';
}

export class PageOutput implements Output {
  readonly rate: number;
  readonly #line: PageLine;
  readonly #stream: number;
  readonly #positions = new Channel<Position>();
  #position: Position = { played: 0, underruns: 0 };
  #written = 0;
  #state: 'open' | 'ended' | 'stopped' | 'over' = 'open';
  #timer: NodeJS.Timeout | undefined;

  constructor(line: PageLine, rate: number, stream: number) {
    this.#line = line;
    this.rate = rate;
    this.#stream = stream;
    line.tell({ type: 'sound', stream });
  }

  write(samples: Int16Array): void {
    if (this.#state !== 'open') return;
    const wasIdle = this.#written === this.#position.played;
    this.#written += samples.length;
    this.#line.sound(samples);
    // Silence before it was nobody's fault.
    if (wasIdle || !this.#timer) this.#wait();
  }

  end(): void {
    if (this.#state !== 'open') return;
    this.#state = 'ended';
    this.#line.tell({ type: 'sound.end', stream: this.#stream });
    if (this.#written === this.#position.played) this.#over();
  }

  stop(): void {
    if (this.#state === 'over') return;
    this.#state = 'stopped';
    this.#line.tell({ type: 'hush', stream: this.#stream });
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#over(), lastWord);
  }

  /** There is no page any more. */
  lost(): void {
    this.#over();
  }

  /** @throws Nonsense when it has heard more than there was. */
  moved({ stream, samples, underruns, over }: PlayedByPage): void {
    // Of a stream before.
    if (stream !== this.#stream || this.#state === 'over') return;
    if (samples > this.#written) throw new Nonsense('samples: more than were sent');
    const isFurther = samples > this.#position.played;
    const played = Math.max(samples, this.#position.played);
    this.#position = { played, underruns: Math.max(underruns, this.#position.underruns) };
    this.#positions.push(this.#position);
    if (this.#state === 'stopped' && over) this.#over();
    else if (this.#state === 'ended' && played === this.#written) this.#over();
    else if (isFurther && this.#state !== 'stopped') this.#wait();
  }

  positions(): AsyncIterable<Position> {
    return this.#positions;
  }

  #wait(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#silent(), patience);
  }

  #silent(): void {
    // Between two sentences there may be nothing to play.
    if (this.#position.played === this.#written) this.#timer = undefined;
    else this.#positions.fail(new SilentPage('The page plays no sound'));
  }

  #over(): void {
    if (this.#state === 'over') return;
    this.#state = 'over';
    clearTimeout(this.#timer);
    this.#positions.push(this.#position);
    this.#positions.end();
  }
}

/** Milliseconds that a page has for its last position. */
const lastWord = 150;
/** Milliseconds without any progress. */
const patience = 10_000;
