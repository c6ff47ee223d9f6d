/** What a file of rules may hold. */
import { GoalSuggestion } from '@voicectl/sdk/contract';
import * as z from 'zod';
import { messageOf } from '../../refusal';
import { patternOf } from './pattern';
import { everywhere, placesOf } from './reply';

/** Characters of the longest pattern. */
const maxPattern = 1000;

const PatternText = z
  .string()
  .trim()
  .min(1)
  .max(maxPattern)
  .superRefine((source, context) => {
    const problem = problemOfPattern(source);
    if (problem !== undefined) context.addIssue({ code: 'custom', message: problem });
  });

const oneOrMore = <T extends z.ZodType>(item: T) =>
  z.union([item, z.array(item).min(1)], 'must be a text or a list of texts');

const Failure = z.strictObject({
  /** 400 to 599. */
  status: z.int().min(400).max(599),
  /** Default: says that a rule wants it. */
  message: z.string().min(1).optional(),
});

/** One rule: for whom, on what, and the reply or the error. */
export const Rule = z
  .strictObject({
    when: oneOrMore(PatternText).optional(),
    agent: oneOrMore(z.string().min(1)).optional(),
    say: oneOrMore(z.string()).optional(),
    fail: Failure.optional(),
  })
  .superRefine(({ when, say, fail }, context) => {
    if ((say === undefined) === (fail === undefined)) {
      context.addIssue({ code: 'custom', message: 'must have either say or fail' });
    }
    for (const problem of unknownPlaces(when, say)) {
      context.addIssue({ code: 'custom', path: ['say'], message: problem });
    }
  });

/** What `goals.generate` answers to a description. */
export const GoalRule = z
  .strictObject({
    when: oneOrMore(PatternText).optional(),
    suggest: GoalSuggestion.optional(),
    fail: Failure.optional(),
  })
  .superRefine(({ suggest, fail }, context) => {
    if ((suggest === undefined) === (fail === undefined)) {
      context.addIssue({ code: 'custom', message: 'must have either suggest or fail' });
    }
  });

/** A whole file of rules. */
export const Script = z.strictObject({
  rules: z.array(Rule).optional(),
  goals: z.array(GoalRule).optional(),
});

function problemOfPattern(source: string): string | undefined {
  try {
    patternOf(source);
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}

/** A place that nothing can fill is a slip of the pen: better said now than left empty in each answer. */
function unknownPlaces(when: OneOrMore, say: OneOrMore): string[] {
  const sources = listOf(when);
  // Patterns that can't be used have been told of.
  if (sources.some((source) => problemOfPattern(source) !== undefined)) return [];
  const groups = sources.flatMap((source) => patternOf(source).groups);
  const known = new Set<string>([...everywhere, ...groups]);
  const unknown = listOf(say)
    .flatMap(placesOf)
    .filter((name) => !known.has(name));
  return unknown.map(
    (name) =>
      `has {${name}}, which nothing fills: there is ${[...known].map((each) => `{${each}}`).join(', ')}; write {{${name}}} to have it as it stands`,
  );
}

type OneOrMore = string | readonly string[] | undefined;

/** One, several or none as a list. */
export function listOf(some: OneOrMore): readonly string[] {
  return some === undefined ? [] : typeof some === 'string' ? [some] : some;
}
