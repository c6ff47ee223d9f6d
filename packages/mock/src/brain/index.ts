/**
 * Brains for `createMock({ brain })` that need no model: one that follows rules, one that says again what was recorded.
 * @module brains
 */
export { MisfitError } from './misfit';
export { systemPrompt } from './prompt';
export {
  createRecordedBrain,
  type RecordedAnswer,
  type RecordedGoal,
  type Recordings,
} from './recorded';
export {
  createScriptedBrain,
  type Failure,
  type GoalRule,
  type Rule,
  type Script,
} from './rules/scripted-rules';
