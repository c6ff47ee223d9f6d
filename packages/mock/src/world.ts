/** What a room may touch. */
import type { Brain } from './brain/brain';
import type { State } from './state';

export interface World {
  readonly state: State;
  readonly brain: Brain;
  readonly pace: Pace;
  readonly now: () => Date;
  readonly newId: () => string;
  /** The token that may use admin mode; nobody may without one. */
  readonly adminToken: string | undefined;
}

/** How fast an answer is made. */
export interface Pace {
  /** Milliseconds until the first token. */
  readonly firstToken: number;
  /** Milliseconds between two tokens. */
  readonly token: number;
}

/** The one organization and user of the mock. */
export const organizationId = '660e8400-e29b-41d4-a716-446655440001';
export const user = {
  id: '770e8400-e29b-41d4-a716-446655440002',
  full_name: 'Mock Owner',
  email: 'owner@example.com',
} as const;
