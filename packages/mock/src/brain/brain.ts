/** What answers a playground message and drafts a goal. */
import type { Agent, GoalSuggestion } from '@voicectl/sdk/contract';

/** A message, and whom it is for. */
export interface Question {
  readonly agent: Agent;
  readonly message: string;
}

/** The three functions of a brain. */
export interface Brain {
  /**
   * Pieces of the answer in order; joined, they are the answer. Each counts as one output token. `signal` fires when
   * nobody waits for it any more.
   */
  answer(
    question: Question,
    signal?: AbortSignal | undefined,
  ): Iterable<string> | AsyncIterable<string>;
  /** Tokens of what a model would be given. */
  countInput(question: Question): number;
  /** A goal drafted from a description. */
  suggest(description: string): GoalSuggestion | Promise<GoalSuggestion>;
}
