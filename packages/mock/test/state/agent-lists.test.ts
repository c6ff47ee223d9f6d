/** Lists that are kept up with every change give what a fresh sort and filter would. */
import type { AgentQueryParams } from '@voicectl/sdk/contract';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newAgent } from '../../src/rooms/agents';
import type { AgentListQuery } from '../../src/state/agent-lists';
import { State, type StoredAgent } from '../../src/state/state';

const word = fc.constantFrom('ada', 'Ada', 'bert', 'ada b', 'é', 'a\0a', '');
const status = fc.constantFrom('draft', 'active', 'archived');
const time = fc.constantFrom('2026-01-01T00:00:00.000Z', '2026-01-02T00:00:00.000Z');

const record = fc
  .record({ id: fc.integer({ min: 0, max: 9 }), name: word, description: word, status, at: time })
  .map(({ id, name, description, status, at }): StoredAgent => {
    const stored = newAgent({ name, description, instructions: 'x' }, `agent-${id}`, at);
    return { ...stored, agent: { ...stored.agent, status: status as 'draft' } };
  });

const step = fc.oneof(
  record.map((stored) => ({ kind: 'set' as const, stored })),
  record.map((stored) => ({ kind: 'mark' as const, stored })),
  fc.integer({ min: 0, max: 9 }).map((id) => ({ kind: 'remove' as const, id: `agent-${id}` })),
  fc.constant({ kind: 'refill' as const }),
);

const query: fc.Arbitrary<AgentListQuery> = fc.record({
  status: fc.option(status, { nil: undefined }) as fc.Arbitrary<AgentListQuery['status']>,
  search: fc.option(fc.constantFrom('a', 'AD', 'É', 'a\0a', 'nothing'), { nil: undefined }),
  sortBy: fc.constantFrom('name', 'createdAt', 'updatedAt', 'status'),
  sortOrder: fc.constantFrom('asc', 'desc'),
  skip: fc.integer({ min: 0, max: 12 }),
  limit: fc.integer({ min: 1, max: 5 }),
});

function naive(state: State, asked: AgentListQuery) {
  const part = asked.search?.toLowerCase();
  const found = [...state.agents.values()]
    .filter(({ deletedAt }) => deletedAt === null)
    .map(({ agent }) => agent)
    .filter((agent) => asked.status === undefined || agent.status === asked.status)
    .filter(
      ({ name, description }) =>
        !part || [name, description].some((text) => text?.toLowerCase().includes(part)),
    );
  const sign = asked.sortOrder === 'asc' ? 1 : -1;
  const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
  found.sort((a, b) => sign * (order(a[asked.sortBy], b[asked.sortBy]) || order(a.id, b.id)));
  return { data: found.slice(asked.skip, asked.skip + asked.limit), total: found.length };
}

describe('The lists of agents', () => {
  it('are, after any changes, what sorting and filtering everything would give', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(step, query), { maxLength: 40 }), (steps) => {
        const state = new State();
        for (const [change, asked] of steps) {
          if (change.kind === 'set') state.agents.set(change.stored.agent.id, change.stored);
          if (change.kind === 'mark') {
            state.agents.set(change.stored.agent.id, { ...change.stored, deletedAt: 'now' });
          }
          if (change.kind === 'remove') state.agents.delete(change.id);
          if (change.kind === 'refill') state.agents.fill([...state.agents.entries()].slice(1));
          expect(state.lists.page(asked)).toEqual(naive(state, asked));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('do not find what only the end of a name and the beginning of a description make up', () => {
    const state = new State();
    const stored = newAgent({ name: 'ab', description: 'cd', instructions: 'x' }, 'id', 'now');
    state.agents.set('id', stored);
    const asked = {
      status: undefined,
      sortBy: 'name',
      sortOrder: 'asc',
      skip: 0,
      limit: 9,
    } as const;
    expect(state.lists.page({ ...asked, search: 'bc' }).total).toBe(0);
    expect(state.lists.page({ ...asked, search: 'AB' }).total).toBe(1);
  });

  it('are those that the query parameters of the contract can ask for', () => {
    const sortable: Record<NonNullable<AgentQueryParams['sortBy']>, true> = {
      name: true,
      createdAt: true,
      updatedAt: true,
      status: true,
    };
    const state = new State();
    for (const sortBy of Object.keys(sortable) as AgentListQuery['sortBy'][]) {
      const asked = {
        status: undefined,
        search: undefined,
        sortOrder: 'asc',
        skip: 0,
        limit: 1,
      } as const;
      expect(state.lists.page({ ...asked, sortBy })).toEqual({ data: [], total: 0 });
    }
  });
});
