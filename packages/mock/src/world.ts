/** What a room may touch. */
import type { Brain } from './brain/brain';
import type { Knowledge } from './knowledge/knowledge';
import type { AgentLists } from './state/agent-lists';
import type { Contents } from './state/state';

export interface World {
  readonly state: Contents;
  readonly lists: AgentLists;
  readonly brain: Brain;
  /** Where agents with a knowledge base look things up; nowhere without one. */
  readonly knowledge?: Knowledge | undefined;
  readonly pace: Pace;
  /** The time of a change. */
  readonly now: () => Date;
  /** The time, without its passing. */
  readonly time: () => Date;
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
