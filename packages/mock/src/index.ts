/**
 * The face: every public name, listed by hand. What has costs of its own has a door of its own.
 * @module index
 */
export { agentsPath, goalsPath } from './apis';
export type { Brain, Question } from './brain/brain';
export { scriptedBrain } from './brain/scripted';
export type { AgentSeed, GoalSeed, WorldSeed } from './contents/contents';
export { ContentsError } from './contents/contents-error';
export { type GenerateOptions, generateWorld } from './contents/generate';
export { ConnectionCut, type Handle, type MockRequest, type MockResponse } from './exchange';
export type { Fault, FaultOperation } from './faults/fault';
export type { DueFault, Faults } from './faults/faults';
export type { FaultsSnapshot, ListedFault } from './faults/listed';
export type { FaultedCall } from './faults/match';
export { FaultError, parseFaults } from './faults/parse';
export { readShort } from './faults/short';
export type { JournalEntry, JournalListener } from './journal';
export type {
  Knowledge,
  KnowledgeBaseConfig,
  KnowledgeDocument,
  Passage,
} from './knowledge/knowledge';
export {
  createMock,
  type Mock,
  type MockClock,
  type MockJournal,
  type MockOptions,
  type MockWorld,
} from './mock';
export type { Random } from './random';
export type { AgentListQuery, AgentLists, SortField } from './state/agent-lists';
export type { Collection, Records } from './state/records';
export type { Snapshot } from './state/snapshot';
export type { Change, Contents, Draft, Settings, State, StoredAgent } from './state/state';
export type { Keeper, Store } from './store/store';
export type { Pace } from './world';
