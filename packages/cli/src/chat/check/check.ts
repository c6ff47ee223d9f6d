/** A conversation with an agent as a check: what is said, what is expected of each answer, what it is to bring about. Only ever loaded on use. */
import * as z from 'zod';

const some = z.string().min(1);

/** One text, or several. */
const texts = z.union([some, z.array(some).min(1)], {
  error: 'must be a text or a list of texts, none of them empty',
});

const Expect = z.object({
  includes: texts
    .optional()
    .describe('what the answer says; case, spacing and kinds of quotes are no matter'),
  excludes: texts.optional().describe('what it does not say, likewise'),
  matches: texts.optional().describe('expressions of RE2, as in (?i)order \\d+ or /order \\d+/i'),
  firstTokenMs: z.int().min(1).optional().describe('at most, from sending to the first token'),
  totalMs: z.int().min(1).optional().describe('at most, from sending to the end'),
});
export type Expect = z.output<typeof Expect>;

const CheckTurn = z.object({
  say: z.string().min(1).max(10_000),
  answered: z.string().optional().describe('what it said when this was saved: for people'),
  expect: Expect.optional(),
});
export type CheckTurn = z.output<typeof CheckTurn>;

/** Not the bounds of the platform: these are sent to nobody but a judge. */
const Criterion = z.object({ label: some, description: some });

export const Check = z.object({
  name: some.max(200),
  agent: some.optional().describe('id, the beginning of one, or name'),
  context: z.boolean().optional().describe('whether turns carry those before; default: false'),
  turns: z.array(CheckTurn).min(1),
  criteria: z.array(Criterion).min(1).optional().describe('labels differ from each other'),
});
export type Check = z.output<typeof Check>;
