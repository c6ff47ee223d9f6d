/** One turn on the screen: what was asked, and the answer while it comes and is spoken. */
import { clean, cleanLine } from '../output/clean';
import type { Paint } from '../output/paint';
import type { SessionEvent, TurnEnded } from '../voice/session-events';
import { voiceless } from './summary';
import { AnswerView } from './view/answer-view';

export interface LiveTurnOptions {
  readonly columns: number;
  readonly paint: Paint;
  readonly voice: boolean;
  /** Lines for the scrollback. */
  print(lines: readonly string[]): void;
  /** What went wrong while the answer came, said after it. */
  warn(text: string): void;
}

export class LiveTurn {
  readonly #options: LiveTurnOptions;
  readonly #answer: AnswerView;
  readonly #failures: string[] = [];
  #heard: string[] = [];
  #partial = '';
  #hasBegun = false;

  constructor(options: LiveTurnOptions) {
    this.#options = options;
    const { columns, paint, voice } = options;
    this.#answer = new AnswerView({ columns, paint, voice, label: paint.green(agentLabel) });
  }

  /** What is being understood right now. */
  get partial(): string {
    return this.#partial;
  }

  /** Typed, it stands there at once. */
  asked(text: string): void {
    this.#options.print([you(text, this.#options.paint)]);
  }

  follow(event: SessionEvent): void {
    if (event.type === 'heard') this.#understood(event.text, event.final);
    else if (event.type === 'token') {
      this.#begin();
      this.#answer.push(event.text);
    } else if (event.type === 'played') this.#answer.spokenTo(event.reached);
    else if (event.type === 'voice.failed') {
      this.#answer.failed();
      if (!event.known) this.#failures.push(voiceless(event));
    }
  }

  resize(columns: number): void {
    this.#answer.resize(columns);
  }

  /** What lives of it in so many rows; what will not change any more goes to the scrollback. */
  live(rows: number): readonly string[] {
    const { paint, print } = this.#options;
    if (!this.#hasBegun) {
      const heard = this.#heard.length > 0 ? [you(this.#heard.join(' '), paint)] : [];
      return this.#partial === '' ? [...heard, paint.dim(`${agentLabel}…`)] : heard;
    }
    const { done, live } = this.#answer.take(rows);
    if (done.length > 0) print(done);
    return live;
  }

  ended({ response, reached, stopped }: TurnEnded): void {
    this.#begin();
    const { paint, print } = this.#options;
    if (stopped && response === '') print([paint.dim(`${agentLabel}(stopped before a word)`)]);
    else print(this.#answer.end(reached, stopped));
    this.#tellFailures();
  }

  /** What there is of it stays. */
  broken(): void {
    if (this.#heard.length > 0) this.#begin();
    if (this.#hasBegun) this.#options.print(this.#answer.end(Number.POSITIVE_INFINITY, false));
    this.#tellFailures();
  }

  #understood(text: string, final: boolean): void {
    this.#partial = final ? '' : cleanLine(text);
    if (final) this.#heard.push(cleanLine(text));
  }

  #begin(): void {
    if (this.#hasBegun) return;
    this.#hasBegun = true;
    this.#partial = '';
    if (this.#heard.length > 0) this.asked(this.#heard.join(' '));
  }

  #tellFailures(): void {
    for (const failure of this.#failures.splice(0)) this.#options.warn(failure);
  }
}

function you(text: string, paint: Paint): string {
  const [first = '', ...rest] = clean(text).split('\n');
  return [paint.cyan(youLabel) + first, ...rest.map((line) => indent + line)].join('\n');
}

export const youLabel = 'you › ';
const agentLabel = 'agent › ';
const indent = ' '.repeat(youLabel.length);
