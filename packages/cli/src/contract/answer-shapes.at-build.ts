/**
 * What answers of the agents API look like, as far as it can be seen at a glance. The build puts the result in place of
 * this file, so that an answer that fits costs no schema library.
 */
import { Agent, AgentList, TestAgentResponse } from '@voicectl/sdk/contract';
// biome-ignore lint/style/noRestrictedImports: it runs when the bundle is made
import * as z from 'zod';
import type { Shape } from './fits';

export const answerShapes = {
  Agent: shapeOf(Agent),
  AgentList: shapeOf(AgentList),
  TestAgentResponse: shapeOf(TestAgentResponse),
};

function shapeOf(schema: z.ZodType): Shape {
  return reduced(z.toJSONSchema(schema, { io: 'input' }));
}

/** @throws for a rule that a glance does not know, lest it find that something fits which does not. */
function reduced(schema: z.core.JSONSchema.BaseSchema): Shape {
  const { type, properties, required, items, anyOf, additionalProperties, ...rest } = schema;
  const { $schema: _, examples: __, description: ___, ...unknown } = rest;
  const more = additionalProperties === undefined || isAnything(additionalProperties);
  if (Object.keys(unknown).length > 0 || !more || Array.isArray(items)) {
    throw new Error(`A glance does not know all of ${JSON.stringify(schema)}`);
  }
  return {
    ...(type !== undefined && { types: [type].flat() }),
    ...(required !== undefined && { required }),
    ...(properties !== undefined && {
      properties: Object.entries(properties).map(([name, each]) => [name, reduced(asSchema(each))]),
    }),
    ...(items !== undefined && { items: reduced(asSchema(items)) }),
    ...(anyOf !== undefined && { anyOf: anyOf.map((each) => reduced(asSchema(each))) }),
  };
}

type Part = boolean | z.core.JSONSchema.BaseSchema;

function isAnything(part: Part): boolean {
  return part === true || Object.keys(asSchema(part)).length === 0;
}

function asSchema(part: Part): z.core.JSONSchema.BaseSchema {
  if (typeof part === 'boolean') throw new Error('A glance knows no schema that is a boolean');
  return part;
}
