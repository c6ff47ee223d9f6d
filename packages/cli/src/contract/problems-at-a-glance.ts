/** In the bundle, what the client judges by in place of the SDK's own `problemsOf` (`build/at-a-glance.ts`). */
import type { problemsOf as Judged } from '@voicectl/sdk/contract';
import { loadJudge, StandIn } from './stand-in';

export const problemsOf: typeof Judged = (schema, value) =>
  schema instanceof StandIn ? schema.problemsIn(value) : loadJudge().problemsOf(schema, value);
