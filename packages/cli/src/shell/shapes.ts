/** What commands print, as JSON Schema: the contract's shapes from its zod, ours beside them. */
import {
  Agent,
  AgentList,
  Goal,
  GoalList,
  GoalReceipt,
  GoalSuggestion,
  TestAgentResponse,
} from '@voicectl/sdk/contract';
import * as z from 'zod';
import { bulkResultSchema } from '../bulk/result';
import type { Shape } from '../commands/verb';

const Deleted = z.object({
  id: z.string(),
  deleted: z.boolean().describe('False where a person was asked and said no'),
});

const problem = z.object({ path: z.string(), message: z.string() });

/** What is on stderr when a command fails, with -o json. */
export const ErrorObject = z.object({
  error: z.looseObject({
    code: z.string().describe('One of errorCodes, or what the server or the system called it'),
    message: z.string(),
    problems: z.array(problem).optional().describe('What is wrong, place by place'),
    hint: z.string().optional().describe('What to do next'),
    status: z.int().optional().describe('HTTP status'),
    requestId: z.string().optional().describe("The server's name for the request"),
  }),
});

const shapes: Readonly<Partial<Record<Shape, z.ZodType>>> = {
  Agent,
  AgentList,
  TestAgentResponse,
  Goal,
  GoalList,
  GoalReceipt,
  GoalSuggestion,
  Deleted,
};

/** By name. `Any` is any JSON, `Text` is none. */
export function shapeSchemas(names: Iterable<Shape>): Readonly<Record<string, object>> {
  const wanted = [...new Set(names)].filter((name) => name !== 'Text').sort();
  return Object.fromEntries(wanted.map((name) => [name, schemaNamed(name)]));
}

function schemaNamed(name: Shape): object {
  return name === 'BulkResult' ? bulkResultSchema : schemaOf(shapes[name] ?? z.unknown());
}

/** As it is answered: unknown keys are kept, so nothing is closed. */
export function schemaOf(shape: z.ZodType): object {
  const { $schema: _, ...schema } = z.toJSONSchema(shape, { unrepresentable: 'any' });
  return schema;
}
