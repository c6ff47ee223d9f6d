/** Two answers beside each other while they stream; one below the other where that is too narrow. Pure. */
import stringWidth from 'string-width';
import { isolated } from '../../output/cell';
import type { Taken } from './answer-view';
import type { Look } from './look';
import { Side, type SideLine } from './side';

export interface SidesOptions extends Look {
  /** Who answers: left and right. */
  readonly titles: readonly [string, string];
}

export type SideName = 0 | 1;

export class SideBySide {
  readonly #sides: readonly [Side, Side];
  readonly #isBeside: boolean;
  readonly #width: number;
  readonly #divider: string;
  /** Lines that have been handed over. */
  #given = 0;

  constructor({ columns, paint, titles }: SidesOptions) {
    this.#isBeside = columns >= narrowest;
    this.#width = this.#isBeside ? Math.floor((columns - divider.length) / 2) : columns;
    this.#divider = paint.dim(divider);
    const [left, right] = titles;
    this.#sides = [new Side(left, this.#width, paint), new Side(right, this.#width, paint)];
  }

  push(side: SideName, token: string): void {
    this.#sides[side].push(token);
  }

  /** @param note what stands below the answer: how long it took, or why there is none. */
  end(side: SideName, note?: string): void {
    this.#sides[side].end(note);
  }

  /** @param rows how many lines may live; five of them always do, if there are as many. */
  take(rows: number): Taken {
    const room = Math.max(5, rows);
    return this.#isBeside ? this.#beside(room) : this.#below(room);
  }

  /** Of the lines that live the first are seen: there the slower side is. */
  #beside(room: number): Taken {
    const [left, right] = this.#sides.map(({ lines }) => lines) as [SideLines, SideLines];
    const all = Math.max(left.length, right.length);
    const settled = this.#sides.map(({ isOver, settled }) => (isOver ? all : settled));
    const rows = (from: number, to: number) =>
      Array.from({ length: Math.max(0, to - from) }, (_, at) =>
        this.#row(left[from + at], right[from + at]),
      );
    const over = Math.min(...settled);
    const done = rows(this.#given, over);
    this.#given = Math.max(this.#given, over);
    return { done, live: rows(this.#given, Math.min(all, this.#given + room)) };
  }

  #row(left: SideLine = nothing, right: SideLine = nothing): string {
    const gap = ' '.repeat(Math.max(0, this.#width - stringWidth(left.text)));
    return `${painted(left)}${gap}${this.#divider}${painted(right)}`;
  }

  /** The second waits until the first is over; meanwhile its last lines are seen. */
  #below(room: number): Taken {
    const [first, second] = this.#sides;
    const all = first.isOver ? [...first.lines, nothing, ...second.lines] : first.lines;
    const over = first.isOver ? first.settled + 1 + second.settled : first.settled;
    const done = all.slice(this.#given, over).map(painted);
    this.#given = Math.max(this.#given, over);
    const live = all.slice(this.#given);
    if (!first.isOver) {
      const [title = nothing, ...rest] = second.lines;
      const left = Math.max(0, room - live.length - 2);
      live.push(nothing, title, ...(left === 0 ? [] : rest.slice(-left)));
    }
    return { done, live: live.map(painted) };
  }
}

type SideLines = readonly SideLine[];

/** Columns that two answers need at least. */
const narrowest = 60;
const divider = ' │ ';
const nothing: SideLine = { text: '' };

/** Arabic on one side leaves the other one where it is. */
const painted = ({ text, paint = plain }: SideLine) => paint(isolated(text, apart));
const plain = (text: string) => text;
const apart = { isolate: true, headers: true, width: Number.POSITIVE_INFINITY };
