/** A tool takes what the contract's schemas take, and says so: neither more nor less. */
import type { Tool } from '@modelcontextprotocol/client';
import { agentEndpoints, type Endpoint, goalEndpoints } from '@voicectl/sdk/contract';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { Assistant } from './assistant';

/** As much of JSON Schema as the contract needs. */
interface Schema {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly enum?: readonly string[];
  readonly const?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly maxItems?: number;
  readonly minimum?: number;
  readonly maximum?: number;
}

const endpoints = [...Object.values(agentEndpoints), ...Object.values(goalEndpoints)] as Endpoint[];
const nameOf = ({ operation }: Endpoint) => operation.replace('.', '_');

let assistant: Assistant;
let tools: readonly Tool[];

// With --dry-run a call is checked as any other, and then shown in place of being sent.
beforeAll(async () => {
  const env = { VOICECTL_GOALS_URL: 'http://127.0.0.1:9/goals' };
  assistant = await Assistant.start(['--allow-writes', '--dry-run'], { env });
  ({ tools } = await assistant.client.listTools());
});
afterAll(() => assistant.close());

const schemaOf = (endpoint: Endpoint) =>
  tools.find(({ name }) => name === nameOf(endpoint))?.inputSchema as Schema;

async function problemsOf(endpoint: Endpoint, args: unknown) {
  const { value } = await assistant.call(nameOf(endpoint), args as Record<string, unknown>);
  if (value.error !== undefined) expect(value.error.code).toBe('INVALID_INPUT');
  return value.error?.problems ?? [];
}

/** What the contract says, by zod alone. */
function fits({ id: named, query, body }: Endpoint, args: Readonly<Record<string, unknown>>) {
  const { id, ...others } = args;
  const rest = named ? others : args;
  if (named && (typeof id !== 'string' || id === '')) return false;
  const schema = query ?? body;
  return schema === undefined ? Object.keys(rest).length === 0 : schema.safeParse(rest).success;
}

describe.each(endpoints.map((endpoint) => [nameOf(endpoint), endpoint] as const))(
  '%s',
  (_, endpoint) => {
    it('takes a value where the contract does, and only there', async () => {
      const published = z.fromJSONSchema(schemaOf(endpoint) as z.core.JSONSchema.JSONSchema);
      const seen = { taken: 0, refused: 0 };
      await fc.assert(
        fc.asyncProperty(close(schemaOf(endpoint)), async (value) => {
          const args = value as Record<string, unknown>;
          const expected = fits(endpoint, args);
          seen[expected ? 'taken' : 'refused'] += 1;
          expect((await problemsOf(endpoint, args)).length === 0).toBe(expected);
          if (expressible(endpoint, args)) expect(published.safeParse(args).success).toBe(expected);
        }),
        { numRuns: 100 },
      );
      expect(seen.refused).toBeGreaterThan(0);
      if (endpoint.operation !== 'goals.update') expect(seen.taken).toBeGreaterThan(0);
    });

    it('refuses each bound with the place of it', async () => {
      const least = minimal(schemaOf(endpoint)) as Record<string, unknown>;
      for (const { path, args } of breaches(schemaOf(endpoint))) {
        const problems = await problemsOf(endpoint, { ...least, ...args });
        expect(problems.map((problem) => problem.path)).toContain(path);
      }
    });

    it('publishes every field of the request with its words', () => {
      const { properties = {}, required = [] } = schemaOf(endpoint);
      const part = endpoint.query ?? endpoint.body;
      const own = part === undefined ? {} : (z.toJSONSchema(part, { io: 'input' }) as Schema);
      expect(properties).toEqual({
        ...(endpoint.id && { id: expect.objectContaining({ description: expect.any(String) }) }),
        ...own.properties,
      });
      expect(required).toEqual([...(endpoint.id ? ['id'] : []), ...(own.required ?? [])]);
      expect(new Set(required).size).toBe(required.length);
    });
  },
);

/** JSON Schema has no words for these rules; a tool's description has. */
function expressible({ operation }: Endpoint, args: Readonly<Record<string, unknown>>): boolean {
  if (operation === 'goals.update') return false;
  const criteria = args.resolutionCriteria;
  if (!Array.isArray(criteria)) return true;
  const labels = criteria.map((criterion) => (criterion as { label?: unknown } | null)?.label);
  return new Set(labels).size === labels.length;
}

const samples: Readonly<Record<string, string>> = {
  '^(openai|anthropic)\\/\\S+$': 'openai/gpt-4o-mini',
};

/** Values that fit a schema, that nearly do, and that don't. */
function values(schema: Schema): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 12, arbitrary: close(schema) }, { weight: 1, arbitrary: strange });
}

const strange = fc.constantFrom<unknown[]>(null, 'text', '', 1, -1, 1.5, true, [], {});

function close(schema: Schema): fc.Arbitrary<unknown> {
  const alternatives = schema.anyOf ?? schema.oneOf;
  if (alternatives) return fc.oneof(...alternatives.map(values));
  switch (schema.type) {
    case 'object':
      return record(schema);
    case 'array':
      return fc.array(values(schema.items ?? {}), { maxLength: (schema.maxItems ?? 2) + 1 });
    case 'string':
      return text(schema);
    case 'integer':
    case 'number':
      return fc.constantFrom(...numbersAround(schema));
    case 'boolean':
      return fc.boolean();
    default:
      return strange;
  }
}

const unheardOf = ['unheardOf', fc.constant(1)] as const;

/** A few strange fields among fitting ones, or nothing would ever fit. */
function record({ properties = {}, required = [] }: Schema): fc.Arbitrary<unknown> {
  const fields = Object.entries(properties);
  const fitting = fields.map(([name, field]) => [name, fc.constant(minimal(field))] as const);
  const mixed = fields.map(([name, field]) => [name, values(field)] as const);
  const few = fc.subarray(mixed, { maxLength: Math.min(2, mixed.length) });
  return few.chain((chosen) =>
    fc.record(Object.fromEntries([...fitting, ...chosen, unheardOf]), {
      requiredKeys: chosen.length === 0 ? [...required] : chosen.map(([name]) => name),
    }),
  );
}

function text({ enum: choices, const: only, pattern, minLength = 0, maxLength = 20 }: Schema) {
  if (choices) return fc.constantFrom(...choices, 'other');
  if (only !== undefined) return fc.constantFrom(only, 'other');
  if (pattern !== undefined) return fc.constantFrom(sampleOf(pattern), 'other', '');
  const lengths = [minLength - 1, minLength, maxLength, maxLength + 1].filter((each) => each >= 0);
  return fc.constantFrom(...lengths.map((length) => 'x'.repeat(length)));
}

function numbersAround({ type, minimum = -1e9, maximum = 1e9 }: Schema): number[] {
  const largest = Math.min(maximum, 1e9);
  const step = type === 'integer' ? 1 : 0.5;
  return [
    minimum - step,
    minimum,
    minimum + 0.25,
    largest,
    maximum === largest ? largest + step : 7,
  ];
}

function sampleOf(pattern: string): string {
  return samples[pattern] ?? '880e8400-e29b-41d4-a716-446655440003';
}

/** The least that fits. */
function minimal(schema: Schema): unknown {
  const [first] = schema.anyOf ?? schema.oneOf ?? [];
  if (first) return minimal(first);
  const { properties = {}, required = [] } = schema;
  switch (schema.type) {
    case 'object':
      return Object.fromEntries(required.map((name) => [name, minimal(properties[name] ?? {})]));
    case 'array':
      return [];
    case 'string':
      if (schema.pattern !== undefined) return sampleOf(schema.pattern);
      return schema.const ?? schema.enum?.[0] ?? 'x'.repeat(Math.max(schema.minLength ?? 0, 1));
    case 'boolean':
      return true;
    default:
      return schema.minimum ?? 0;
  }
}

interface Breach {
  readonly path: string;
  readonly args: Readonly<Record<string, unknown>>;
}

/** Each bound broken once, with all around it as it should be. */
function* breaches(schema: Schema): Generator<Breach> {
  for (const [name, field] of Object.entries(schema.properties ?? {})) {
    for (const { path, value } of brokenValues(field)) {
      yield { path: name + path, args: { [name]: value } };
    }
  }
}

function* brokenValues(schema: Schema): Generator<{ path: string; value: unknown }> {
  const alternatives = (schema.anyOf ?? []).filter(({ type }) => type !== 'null');
  // In one of several alternatives there is no single place of a fault, but where only null is the other.
  if (alternatives.length === 1 && alternatives[0]) yield* brokenValues(alternatives[0]);
  const { type, minLength = 0, maxLength, minimum, maximum, maxItems, items } = schema;
  if (type === 'string') {
    if (schema.enum || schema.const || schema.pattern) yield { path: '', value: 'other' };
    if (minLength > 0) yield { path: '', value: 'x'.repeat(minLength - 1) };
    // 16-bit units count, as everywhere in the contract.
    if (maxLength !== undefined) yield { path: '', value: `${'x'.repeat(maxLength - 1)}\u{1f399}` };
  }
  if (type === 'number' || type === 'integer') {
    if (minimum !== undefined && minimum > Number.MIN_SAFE_INTEGER) {
      yield { path: '', value: minimum - 1 };
    }
    if (maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER) {
      yield { path: '', value: maximum + 1 };
    }
    if (type === 'integer') yield { path: '', value: 1.5 };
  }
  if (type === 'array' && maxItems !== undefined) {
    yield { path: '', value: Array.from({ length: maxItems + 1 }, () => minimal(items ?? {})) };
  }
  if (type === 'array' && items) {
    for (const { path, value } of brokenValues(items)) yield { path: `[0]${path}`, value: [value] };
  }
  if (type === 'object') {
    const least = minimal(schema) as Record<string, unknown>;
    for (const { path, args } of breaches(schema)) {
      yield { path: `.${path}`, value: { ...least, ...args } };
    }
  }
}
