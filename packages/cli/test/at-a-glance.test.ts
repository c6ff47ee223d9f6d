/** What fits at a glance fits the schema: a glance may doubt, but never be wrong. */
import { Agent, AgentList, problemsOf, TestAgentResponse } from '@voicectl/sdk/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerShapes } from '../src/contract/answer-shapes.at-build';
import { fits } from '../src/contract/fits';

const agent = {
  id: 'a',
  organizationId: 'o',
  name: 'Support',
  description: null,
  instructions: 'Be brief.',
  policy: null,
  status: 'a status of tomorrow',
  version: 1,
  modelConfig: { model: 'openai/gpt-4o-mini', modelSettings: { stopSequences: ['.'] } },
  voiceConfig: { pipelineMode: 'batch', voiceId: null },
  memoryConfig: { enabled: true, lastMessages: 20 },
  knowledgeBaseConfig: null,
  metadata: { any: { thing: [] } },
  createdAt: '2026-01-01T00:00:00.000Z',
  updatedAt: '2026-01-01T00:00:00.000Z',
  createdBy: null,
  resolutionCriteria: [{ label: 'done', description: 'All is said.' }],
  unknown: 1,
};
const meta = {
  ...{ page: 1, limit: 20, total: 1, totalPages: 1 },
  ...{ hasNextPage: false, hasPreviousPage: false },
};
const kinds = {
  Agent: { schema: Agent, good: agent },
  AgentList: { schema: AgentList, good: { data: [agent, agent], meta } },
  TestAgentResponse: {
    schema: TestAgentResponse,
    good: { response: 'Hello!', usage: { inputTokens: 1 } },
  },
};
const names = Object.keys(kinds) as (keyof typeof kinds)[];

describe.each(names)('%s', (name) => {
  const { schema, good } = kinds[name];
  const shape = answerShapes[name];

  it('is seen to fit', () => {
    expect(fits(shape, good)).toBe(true);
    expect(problemsOf(schema, good)).toBeUndefined();
  });

  it('is judged as the schema judges it, with a number that is too large for any', () => {
    const text = JSON.stringify(good);
    const numbers = [...text.matchAll(/(?<=":)\d+/g)];
    expect(numbers).not.toEqual([]);
    for (const { index, 0: number } of numbers) {
      const changed = `${text.slice(0, index)}1e400${text.slice(index + number.length)}`;
      const value: unknown = JSON.parse(changed);
      expect(fits(shape, value)).toBe(problemsOf(schema, value) === undefined);
    }
  });

  it('is judged as the schema judges it, whatever is put in any place, or taken out', () => {
    const change = fc.oneof(fc.constant(undefined), fc.jsonValue({ maxDepth: 2 }));
    fc.assert(
      fc.property(fc.constantFrom(...placesIn(good)), change, (place, value) => {
        const changed = replaced(good, place, value);
        expect(fits(shape, changed)).toBe(problemsOf(schema, changed) === undefined);
      }),
      { numRuns: 500 },
    );
  });

  it('is not what any other JSON is, unless the schema says so', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        if (fits(shape, value)) expect(problemsOf(schema, value)).toBeUndefined();
      }),
    );
  });
});

type Place = readonly string[];

function placesIn(value: unknown, at: Place = []): Place[] {
  if (typeof value !== 'object' || value === null) return [at];
  return [at, ...Object.entries(value).flatMap(([key, each]) => placesIn(each, [...at, key]))];
}

/** A copy with something else in a place; with nothing there for undefined. */
function replaced(value: unknown, [key, ...rest]: Place, by: unknown): unknown {
  if (key === undefined) return by === undefined ? null : by;
  const copy: Record<string, unknown> = Array.isArray(value)
    ? (Object.assign([], value) as never)
    : { ...(value as object) };
  const changed = rest.length === 0 ? by : replaced(copy[key], rest, by);
  if (changed === undefined && !Array.isArray(copy)) delete copy[key];
  else copy[key] = changed === undefined ? null : changed;
  return copy;
}
