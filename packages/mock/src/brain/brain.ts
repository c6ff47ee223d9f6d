/** What answers a playground message and drafts a goal. */
import type { Agent, GoalSuggestion, TokenUsage } from '@voicectl/sdk/contract';
import type { Passage } from '../knowledge/knowledge';

/** A message, and whom it is for. */
export interface Question {
  readonly agent: Agent;
  readonly message: string;
  /**
   * What the knowledge base holds on the message, best first. Left out where the agent has none, or the mock has no
   * documents.
   */
  readonly passages?: readonly Passage[] | undefined;
}

/**
 * The three functions of a brain. An error that they throw is answered with its `status`, where it has one from 400 to
 * 599, else with 500; its message is seen by the caller.
 */
export interface Brain {
  /**
   * Pieces of the answer in order; joined, they are the answer. Each counts as one output token. `signal` fires when
   * nobody waits for it any more. A brain that knows better what its answer took says so to `report`.
   */
  answer(
    question: Question,
    signal?: AbortSignal | undefined,
    report?: ((usage: TokenUsage) => void) | undefined,
  ): Iterable<string> | AsyncIterable<string>;
  /** Tokens of what a model would be given; asked only where nothing was reported. */
  countInput(question: Question): number;
  /** A goal drafted from a description. `signal` fires when nobody waits for it any more. */
  suggest(
    description: string,
    signal?: AbortSignal | undefined,
  ): GoalSuggestion | Promise<GoalSuggestion>;
}
