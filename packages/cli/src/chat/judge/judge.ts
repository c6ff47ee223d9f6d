/** Who says whether a conversation did what it should: a model behind an OpenAI-compatible endpoint, where one is named. */
import { UsageError } from '../../failure/errors';
import { cleanLine } from '../../output/clean';
import { type Environment, openAiAccess } from '../../voice/keys';
import type { Criterion, Exchange, Verdict } from './verdict';

export interface Judge {
  /** For people: `gpt-4o-mini`. */
  readonly name: string;
  /**
   * One request for all criteria, one verdict for each, in their order. What the answer does not say is left open.
   * @throws JudgeError; the signal's reason at an abort.
   */
  judge(
    criteria: readonly Criterion[],
    conversation: readonly Exchange[],
    signal: AbortSignal,
  ): Promise<readonly Verdict[]>;
}

export interface JudgeOptions {
  readonly env: Environment;
  /** Milliseconds until the verdicts are there. Default: 60,000 */
  readonly patience?: number | undefined;
}

/** Names the model, and by that switches judging on. */
export const judgeVariable = 'VOICECTL_JUDGE_MODEL';

/** @returns undefined where no judge is named. @throws UsageError for one that can't be asked. */
export function openJudge({ env, patience = 60_000 }: JudgeOptions): Judge | undefined {
  const model = env[judgeVariable]?.trim();
  if (!model) return undefined;
  const access = openAiAccess(env);
  if (!access) {
    throw new UsageError(
      `${judgeVariable} names a judge, and there is no key for it`,
      `Set OPENAI_API_KEY, or OPENAI_BASE_URL to an endpoint of this machine; without ${judgeVariable} nobody judges.`,
    );
  }
  let asking: Promise<Asking> | undefined;
  return {
    name: cleanLine(model),
    async judge(criteria, conversation, signal) {
      if (criteria.length === 0) return [];
      asking ??= import('./asking').then(({ openAsking }) =>
        openAsking({ access, model, modelVariable: judgeVariable, env, patience }),
      );
      return (await asking).judge(criteria, conversation, signal);
    },
  };
}

type Asking = Pick<Judge, 'judge'>;
