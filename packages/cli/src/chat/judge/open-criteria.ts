/** The criteria of a chat with the judge that the environment names; without one, they are only listed. */
import type { Context } from '../../context';
import { UsageError } from '../../failure/errors';
import { criteriaOf } from './criteria';
import { type Judge, openJudge } from './judge';
import { Criteria } from './standing';

export interface CriteriaWishes {
  /** As the platform answered. */
  readonly agent: unknown;
  /** By `--criteria`. */
  readonly file: string | undefined;
  readonly note: (text: string) => void;
}

/** @throws UsageError for a file that can't be used. A judge that can't be asked is noted: a chat goes on without. */
export async function openCriteria(
  context: Pick<Context, 'streams' | 'signal'>,
  { agent, file, note }: CriteriaWishes,
): Promise<Criteria> {
  const list = await criteriaOf(agent, file, context);
  const judge = judgeOr(context.streams.env, list.length === 0 ? () => {} : note);
  return new Criteria({ list, judge, note });
}

function judgeOr(env: Context['streams']['env'], note: (text: string) => void): Judge | undefined {
  try {
    return openJudge({ env });
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    note(`${error.message}. ${error.hint ?? ''}`.trim());
    return undefined;
  }
}
