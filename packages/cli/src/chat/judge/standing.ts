/** The criteria of a chat and how they stand; judged in the background, so that the chat never waits. */
import type { Judge } from './judge';
import type { Criterion, Exchange, Verdict } from './verdict';

export interface CriteriaOptions {
  readonly list: readonly Criterion[];
  readonly judge: Judge | undefined;
  /** A sentence for the person: that the judge can't be asked, and why. */
  readonly note: (text: string) => void;
}

export class Criteria {
  readonly #judge: Judge | undefined;
  readonly #note: CriteriaOptions['note'];
  #verdicts: readonly Verdict[] = [];
  #changed: () => void = () => {};
  #underway: { readonly stop: AbortController; readonly over: Promise<void> } | undefined;

  constructor({ list, judge, note }: CriteriaOptions) {
    this.#judge = judge;
    this.#note = note;
    this.#verdicts = list.map(unjudged);
  }

  get list(): readonly Criterion[] {
    return this.#verdicts.map(({ label, description }) => ({ label, description }));
  }

  /** In the order of the list. Those of the last judgement stay while the next one is on its way. */
  get verdicts(): readonly Verdict[] {
    return this.#verdicts;
  }

  /** The judge's name. */
  get judge(): string | undefined {
    return this.#judge?.name;
  }

  /** Whether a judgement is on its way. */
  get judging(): boolean {
    return this.#underway !== undefined;
  }

  /** Other criteria from now on, such as those of another agent. */
  use(list: readonly Criterion[]): void {
    this.#stop();
    this.#verdicts = list.map(unjudged);
    this.#changed();
  }

  /** In the background, in place of a judgement on its way. Never throws. */
  judgeSoon(turns: readonly Exchange[]): void {
    const judge = this.#judge;
    if (!judge || this.#verdicts.length === 0 || turns.length === 0) return;
    this.#stop();
    const stop = new AbortController();
    // A copy: the conversation goes on meanwhile.
    const over = this.#judged(judge, [...turns], stop.signal);
    this.#underway = { stop, over };
    this.#changed();
  }

  /** Until nothing is on its way. */
  async settled(): Promise<void> {
    while (this.#underway) await this.#underway.over;
  }

  /** Told of new verdicts, and of a judgement that begins or ends. */
  onChange(changed: () => void): void {
    this.#changed = changed;
  }

  /** What is on its way is let go. */
  close(): void {
    this.#changed = () => {};
    this.#stop();
  }

  async #judged(judge: Judge, turns: readonly Exchange[], signal: AbortSignal): Promise<void> {
    const verdicts = await judge
      .judge(this.list, turns, signal)
      .catch((error: Error & { hint?: string }) => {
        if (!signal.aborted) this.#note(sentence(error));
        return undefined;
      });
    if (signal.aborted) return;
    this.#underway = undefined;
    // What was judged before was said of an earlier conversation.
    this.#verdicts = verdicts ?? this.list.map(unjudged);
    this.#changed();
  }

  #stop(): void {
    this.#underway?.stop.abort();
    this.#underway = undefined;
  }
}

const unjudged = ({ label, description }: Criterion): Verdict => ({
  label,
  description,
  met: undefined,
});

const sentence = ({ message, hint }: Error & { hint?: string }) =>
  `Criteria were not judged: ${message}${hint === undefined ? '' : `. ${hint}`}`;
