/** What every call needs to know: the client's options with all defaults filled in. */
import type { Secret } from './secret';
import type { Throttle } from './throttle';
import type { Watch } from './watch';

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
  readonly watch: Watch;
  /** None where nothing is limited. */
  readonly throttle: Throttle | undefined;
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
