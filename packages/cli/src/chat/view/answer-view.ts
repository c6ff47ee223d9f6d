/** An answer on a screen while it streams: wrapped by words, dim until it has been heard. Pure. */
import stringWidth from 'string-width';
import { CleanText } from './clean-text';
import { LineBreaker, type Span } from './line-breaker';
import type { Look } from './look';

export interface AnswerOptions extends Look {
  /** Before the first line, coloured as it is to be: `agent › `. Default: none */
  readonly label?: string | undefined;
  /** Whether it is spoken, and so dim until it has been heard. */
  readonly voice: boolean;
}

export interface Taken {
  /** For the scrollback: each line comes once, and will not change. */
  readonly done: string[];
  /** What may still change. */
  readonly live: string[];
}

export class AnswerView {
  readonly #clean = new CleanText();
  readonly #paint;
  readonly #label: string;
  #breaker: LineBreaker;
  #columns: number;
  /** What has not been handed over, where in the answer it begins, and its lines that are over. */
  #text = '';
  #from = 0;
  #over: Span[] = [];
  #isLabelled = false;
  #spoken = 0;
  #isDim: boolean;

  constructor({ columns, paint, label = '', voice }: AnswerOptions) {
    this.#columns = columns;
    this.#paint = paint;
    this.#label = label;
    this.#isDim = voice;
    this.#breaker = this.#newBreaker();
  }

  push(token: string): void {
    this.#take(this.#clean.push(token));
  }

  /** How much of the answer has been heard: an index into it, `reached` of a `played` event. */
  spokenTo(index: number): void {
    this.#spoken = Math.max(this.#spoken, index);
  }

  /** The voice is gone: nothing waits for it any more. */
  failed(): void {
    this.#isDim = false;
  }

  /** The screen has another width: what has not been handed over is wrapped anew. */
  resize(columns: number): void {
    this.#columns = columns;
    this.#breaker = this.#newBreaker();
    this.#over = this.#breaker.push(this.#text);
  }

  /** @param rows how many lines may live; three of them always do, if there are as many. */
  take(rows: number): Taken {
    const open = this.#breaker.open();
    const heard = this.#heard;
    const waiting = this.#over.findIndex(({ end }) => end > heard);
    const settled = waiting === -1 ? this.#over.length : waiting;
    const tooMany = this.#over.length + open.length - Math.max(3, rows);
    const count = Math.min(this.#over.length, Math.max(settled, tooMany));
    const done = this.#shown(this.#over.splice(0, count), heard);
    this.#isLabelled ||= count > 0;
    const live = this.#shown([...this.#over, ...open], heard);
    this.#forget((this.#over[0] ?? open[0])?.start);
    return { done, live };
  }

  /** The rest. Of an answer that was stopped, what nobody heard is marked. @param reached how much was heard or shown. */
  end(reached: number, stopped: boolean): string[] {
    this.#take(this.#clean.end());
    this.spokenTo(reached);
    if (!stopped) this.#isDim = false;
    const cut = this.#isDim ? this.#cut() : undefined;
    if (cut !== undefined) {
      this.#text = cut.text;
      this.#breaker = this.#newBreaker();
      this.#over = this.#breaker.push(cut.text);
    }
    const lines = [...this.#over, ...this.#breaker.open()];
    while (lines.length > 1 && lines.at(-1)?.end === lines.at(-1)?.start) lines.pop();
    return this.#shown(lines, cut?.heard ?? this.#heard);
  }

  /** An index into what is shown. */
  get #heard(): number {
    return this.#isDim ? this.#clean.placeOf(this.#spoken) : Number.POSITIVE_INFINITY;
  }

  #take(text: string): void {
    this.#text += text;
    this.#over.push(...this.#breaker.push(text));
  }

  #newBreaker(): LineBreaker {
    const taken = this.#isLabelled ? 0 : stringWidth(this.#label);
    return new LineBreaker({ width: this.#columns, taken, at: this.#from });
  }

  #forget(until = this.#from): void {
    this.#text = this.#text.slice(until - this.#from);
    this.#from = until;
  }

  /** Undefined where nothing was missed. */
  #cut(): { readonly text: string; readonly heard: number } | undefined {
    const word = Math.max(0, this.#heard - this.#from);
    const [mark = ''] = /^\p{P}+(?=\s|$)/u.exec(this.#text.slice(word)) ?? [];
    const heard = this.#text.slice(0, word + mark.length);
    const missed = this.#text.slice(heard.length).trim();
    if (missed === '') return undefined;
    const [gap = ''] = /^\s*/.exec(this.#text.slice(heard.length)) ?? [];
    const between = heard === '' || gap !== '' ? gap : ' ';
    const text = `${heard}${between}${unheard.before}${missed}${unheard.after}`;
    return { text, heard: this.#from + heard.length };
  }

  #shown(lines: readonly Span[], heard: number): string[] {
    return lines.map(({ start, end }, at) => {
      const middle = Math.min(end, Math.max(start, heard));
      const [said, waiting] = [this.#slice(start, middle), this.#slice(middle, end)];
      const text = waiting === '' ? said : said + this.#paint.dim(waiting);
      return at === 0 && !this.#isLabelled ? this.#label + text : text;
    });
  }

  #slice(start: number, end: number): string {
    return this.#text.slice(start - this.#from, end - this.#from);
  }
}

/** Around what nobody heard, so that it can be told without colours, too. */
export const unheard = { before: '[not heard: ', after: ']' };
