/**
 * Recordings of a real server: what they hold, how they are replayed, and where they depart from the contract. Nothing
 * here needs Node; files and the recorder are at `/recorder`.
 * @module cassette
 */
export type {
  Cassette,
  CassetteHeader,
  Exchange,
  RecordedRequest,
  RecordedResponse,
} from './cassette';
export { CassetteError, readCassette, writeLine } from './lines';
export { type HeardRecordings, recordings } from './recordings';
export { Redactor } from './redaction';
export {
  type RecordedCall,
  type Replay,
  type ReplayOptions,
  type ReplayReport,
  replay,
} from './replay';
export { verifyCassette } from './verify';
export type { Difference } from './verify/finding';
