/** The contract's zod schemas as JSON Schema, by name. */
import * as z from 'zod';
import * as agentSchemas from '../resources/agents/schemas';
import * as goalSchemas from '../resources/goals/schemas';

export type Json = Readonly<Record<string, unknown>>;

const named = { ...schemasOf(agentSchemas), ...schemasOf(goalSchemas) };

function schemasOf(module: object): Record<string, z.ZodType> {
  return Object.fromEntries(
    Object.entries(module).filter(([, value]) => value instanceof z.ZodType),
  );
}

const place = (name: string) => `#/components/schemas/${name}`;

/** `$ref` to a schema of the contract, or the schema itself where it has no name. */
export function schemaOf(schema: z.ZodType): Json {
  const name = Object.keys(named).find((key) => named[key] === schema);
  return name === undefined ? jsonSchemaOf(schema) : { $ref: place(name) };
}

export function jsonSchemaOf(schema: z.ZodType): Json {
  return bare(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }));
}

/** A body of this schema. */
export function jsonOf(schema: z.ZodType | Json, example: unknown): Json {
  return {
    'application/json': {
      schema: schema instanceof z.ZodType ? schemaOf(schema) : schema,
      ...(example !== undefined && { example }),
    },
  };
}

/** Every named schema that a part of the document leads to. */
export function schemasFor(part: unknown): Json {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(named)) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, {
    io: 'input',
    unrepresentable: 'any',
    uri: place,
  });
  const wanted = new Map<string, Json>();
  const parts = [part];
  for (const each of parts) {
    for (const id of namesIn(each)) {
      const schema = schemas[id];
      if (schema === undefined || wanted.has(id)) continue;
      wanted.set(id, bare(schema));
      parts.push(schema);
    }
  }
  return Object.fromEntries([...wanted].sort(([one], [other]) => (one < other ? -1 : 1)));
}

function namesIn(part: unknown): string[] {
  const found = JSON.stringify(part).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g);
  return [...found].map(([, name = '']) => name);
}

function bare(schema: object): Json {
  const { $schema: _, $id: __, ...rest } = schema as Record<string, unknown>;
  return rest;
}
