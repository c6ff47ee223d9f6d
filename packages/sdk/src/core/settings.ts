/** What every call needs to know: the client's options with all defaults filled in. */
import type { VoicectlError } from './errors';
import type { Problem } from './problems';
import type { Secret } from './secret';

/** A repeat that is about to happen. */
export interface RetryNotice {
  readonly operation: string;
  /** Number of the attempt that failed; 1 is the first. */
  readonly attempt: number;
  /** Milliseconds until the next one. */
  readonly wait: number;
  readonly error: VoicectlError;
}

/** An answer that was handed over although it does not fit the contract. */
export interface DriftNotice {
  readonly operation: string;
  readonly problems: readonly Problem[];
  readonly requestId: string | undefined;
}

/** One API, ready to be called. */
export interface Target {
  readonly url: string | undefined;
  readonly key: Secret | undefined;
  readonly auth: 'x-api-key' | 'bearer';
}

/** Options with every default filled in. */
export interface Settings {
  readonly agents: Target;
  readonly goals: Target;
  readonly timeout: number;
  readonly deadline: number | undefined;
  readonly maxRetries: number;
  readonly maxRetryAfter: number;
  readonly maxResponseBytes: number;
  readonly validation: 'report' | 'strict' | 'off';
  readonly onRetry: ((notice: RetryNotice) => void) | undefined;
  readonly onDrift: ((notice: DriftNotice) => void) | undefined;
}

/** What each setting is called in the two places where it can be given. */
export const settingNames = {
  agents: {
    url: ['agents.url', 'VOICECTL_AGENTS_URL'],
    key: ['agents.apiKey', 'VOICECTL_AGENTS_API_KEY'],
  },
  goals: {
    url: ['goals.url', 'VOICECTL_GOALS_URL'],
    key: ['goals.token', 'VOICECTL_GOALS_TOKEN'],
  },
} as const;
