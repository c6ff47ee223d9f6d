/** One of two answers: its lines, of which the first ones will not change. Pure. */
import { cut } from '../../output/cell';
import { cleanLine } from '../../output/clean';
import type { Paint } from '../../output/paint';
import { plainPaints } from '../../output/paint';
import { AnswerView } from './answer-view';
import { linesOf } from './line-breaker';

export interface SideLine {
  /** As wide as the side, at most. */
  readonly text: string;
  readonly paint?: ((text: string) => string) | undefined;
}

export class Side {
  readonly #view: AnswerView;
  readonly #width: number;
  readonly #paint: Paint;
  readonly #settled: SideLine[];
  #live: SideLine[] = [];
  #isOver = false;

  constructor(title: string, width: number, paint: Paint) {
    this.#width = width;
    this.#paint = paint;
    this.#settled = [{ text: cut(cleanLine(title), width), paint: paint.bold }];
    // Its colours would count as text.
    this.#view = new AnswerView({ columns: width, paint: plainPaints.stdout, voice: false });
  }

  /** Whether nothing more comes. */
  get isOver(): boolean {
    return this.#isOver;
  }

  get lines(): readonly SideLine[] {
    return [...this.#settled, ...this.#live];
  }

  /** How many of them stay as they are. */
  get settled(): number {
    return this.#settled.length;
  }

  push(token: string): void {
    if (this.#isOver) return;
    this.#view.push(token);
    const { done, live } = this.#view.take(0);
    this.#settled.push(...done.map((text) => ({ text })));
    this.#live = live.map((text) => ({ text }));
  }

  end(note = ''): void {
    if (this.#isOver) return;
    const rest = this.#view.end(0, false).map((text) => ({ text }));
    const words = cleanLine(note);
    const notes = words === '' ? [] : linesOf(words, { width: this.#width });
    const below = notes.map(({ start, end }) => ({
      text: words.slice(start, end),
      paint: this.#paint.dim,
    }));
    this.#settled.push(...rest, ...below);
    this.#live = [];
    this.#isOver = true;
  }
}
