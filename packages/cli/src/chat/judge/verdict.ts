/** What a conversation is to bring about, and whether it did. */
import type { TurnEnded } from '../../voice/session-events';

/** As the platform has it: `resolutionCriteria` of an agent. */
export interface Criterion {
  readonly label: string;
  readonly description: string;
}

export interface Verdict extends Criterion {
  /** Undefined where nobody has judged, or what was said of it can't be understood. */
  readonly met: boolean | undefined;
  readonly reason?: string | undefined;
}

/** What the judge is shown of a turn: what nobody heard of an answer was not said. */
export type Exchange = Pick<TurnEnded, 'message' | 'response' | 'reached'>;
