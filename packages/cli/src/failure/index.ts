/** Failures: what commands throw, and what is told of it. What to do next is worked out by explain.ts, once one has happened. */
export {
  AmbiguousError,
  Exit,
  exitCodes,
  type Failure,
  KnownFailure,
  NeedsFlagError,
  NoSuchRecordError,
  UnexpectedAnswerError,
  UsageError,
} from './errors';
export { failureOf } from './table';
