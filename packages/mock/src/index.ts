/**
 * The face: every public name, listed by hand. Doors with costs of their own are at `/node`, `/msw` and `/file`.
 * @module index
 */
export type { Brain, Question } from './brain/brain';
export { scriptedBrain } from './brain/scripted';
export type { Handle, MockRequest, MockResponse } from './exchange';
export { agentsPath, createMock, goalsPath, type Mock, type MockOptions } from './mock';
export type { Collection, Snapshot, State, StoredAgent } from './state';
export type { Pace } from './world';
