/** What a tool takes and gives, as JSON Schema from the contract's zod. Pure. */
import type { Tool } from '@modelcontextprotocol/server';
import type { Endpoint } from '@voicectl/sdk/contract';
import * as z from 'zod';

type ObjectSchema = Tool['inputSchema'];

/** Path, query and body side by side in one object, as a person would name them. */
export function inputSchema({ api, id, query, body }: Endpoint): ObjectSchema {
  const parts = [query, body].filter((part) => part !== undefined).map(jsonSchemaOf);
  const properties = Object.assign(
    id ? { id: idOf(api) } : {},
    ...parts.map((part) => part.properties ?? {}),
  );
  const required = [...(id ? ['id'] : []), ...parts.flatMap((part) => part.required ?? [])];
  return {
    type: 'object',
    properties,
    ...(required.length > 0 && { required }),
    // Elsewhere a key that the contract does not know is sent on; here it would lead nowhere.
    ...(parts.length === 0 && { additionalProperties: false }),
  };
}

/**
 * Names and structure of what comes back, without a claim about it: a client has to refuse a result that breaks the
 * schema, and an answer that drifted is to be handed over.
 */
export function outputSchema({ result, lenient }: Endpoint): NonNullable<Tool['outputSchema']> {
  if (lenient) return { type: 'object', properties: { id: {}, deleted: {} } };
  const schema = z.toJSONSchema(result, {
    unrepresentable: 'any',
    override: ({ jsonSchema }) => {
      const { type, description } = jsonSchema;
      for (const claim of ['type', 'required', 'additionalProperties'] as const) {
        delete jsonSchema[claim];
      }
      const kind = [type ?? []].flat().join(' or ');
      if (kind !== '' && kind !== 'object') {
        jsonSchema.description = description === undefined ? kind : `${kind}: ${description}`;
      }
    },
  });
  return { ...bare(schema), type: 'object' };
}

/** The bounds that the SDK checks. */
function idOf(api: Endpoint['api']) {
  return {
    type: 'string',
    minLength: 1,
    description: api === 'agents' ? 'Id of the agent' : 'Id of the goal',
  };
}

function jsonSchemaOf(schema: z.ZodType) {
  return bare(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }));
}

function bare({ $schema: _, ...schema }: z.core.JSONSchema.BaseSchema) {
  return schema;
}
