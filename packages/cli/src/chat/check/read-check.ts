/** A check as somebody has written it: each slip by its place. Brings zod: only ever loaded on use. */
import { type Problem, problemsOf, unknownKeys } from '@voicectl/sdk/contract';
import { UsageError } from '../../failure/errors';
import { meantBy } from '../../input/unknown';
import { Check } from './check';
import { expressionOf, listOf } from './expression';

/** @param file for people. @throws UsageError that lists what is wrong. */
export function checkIn(value: unknown, file: string): Check {
  const shape = problemsOf(Check, value);
  const problems = [...(shape ?? []), ...unknown(value), ...(shape ? [] : unusable(value))];
  if (problems.length > 0) {
    const hint =
      'A check has name, turns of say and expect, and where wanted agent, context, criteria.';
    throw new UsageError(`${file} can't be used as a check`, hint, problems);
  }
  return Check.parse(value);
}

/** What nobody would look at is a slip, and must not pass for a check. */
function unknown(value: unknown): readonly Problem[] {
  return unknownKeys(Check, value).map((path) => {
    const meant = meantBy(Check, path);
    const guess = meant === undefined ? '' : `; did you mean ${meant}?`;
    return { path, message: `is not known here${guess}` };
  });
}

function unusable(value: unknown): readonly Problem[] {
  const { turns, criteria = [] } = Check.parse(value);
  const labels = criteria.map(({ label }) => label);
  const twice = [...labels.keys()].filter((at) => labels.indexOf(String(labels[at])) < at);
  return [
    ...turns.flatMap(({ expect }, turn) => unusableExpressions(expect?.matches, turn)),
    ...twice.map((at) => ({
      path: `criteria[${at}].label`,
      message: `${JSON.stringify(labels[at])} is used twice`,
    })),
  ];
}

function unusableExpressions(
  matches: string | readonly string[] | undefined,
  turn: number,
): readonly Problem[] {
  return listOf(matches).flatMap((source, index) => {
    try {
      expressionOf(source);
      return [];
    } catch (error) {
      const place = typeof matches === 'string' ? 'matches' : `matches[${index}]`;
      return { path: `turns[${turn}].expect.${place}`, message: (error as Error).message };
    }
  });
}
