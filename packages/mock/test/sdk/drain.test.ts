/** Lists that are emptied while they are walked. */
import { describe, expect, it } from 'vitest';
import { failure, manyAgents, type Served, served } from './served';

const countOf = ({ mock }: Served, status: string) =>
  [...mock.state.agents.values()].filter(({ agent }) => agent.status === status).length;

describe('Drain', () => {
  it('archives 25 of 25, where page numbers miss ten', async () => {
    const active = { status: 'active', limit: 10 } as const;
    await using byPages = await served({ contents: manyAgents(25, 'active') });
    for await (const { id } of byPages.client.agents.iterate(active)) {
      await byPages.client.agents.archive(id);
    }
    expect(countOf(byPages, 'active')).toBe(10);

    await using drained = await served({ contents: manyAgents(25, 'active') });
    const count = await drained.client.agents.drain(active, ({ id }) =>
      drained.client.agents.archive(id),
    );
    expect(count).toBe(25);
    expect(countOf(drained, 'archived')).toBe(25);
  });

  it('gives each item once, also those that stay in the filter', async () => {
    await using platform = await served({ contents: manyAgents(25, 'active') });
    const given: string[] = [];
    await platform.client.agents.drain({ status: 'active', limit: 4 }, async ({ id }) => {
      given.push(id);
      if (given.length % 2) await platform.client.agents.archive(id);
    });
    expect(new Set(given).size).toBe(25);
    expect(given).toHaveLength(25);
  });

  it('begins at the first page, whatever the query says', async () => {
    await using platform = await served({ contents: manyAgents(5, 'draft') });
    const query = { limit: 2, page: 2 };
    expect(await platform.client.agents.drain(query, () => {})).toBe(5);
  });

  it('of nothing is nothing', async () => {
    await using platform = await served();
    expect(await platform.client.agents.drain({}, () => {})).toBe(0);
  });

  it('stops where its work fails', async () => {
    await using platform = await served({ contents: manyAgents(5, 'draft') });
    let given = 0;
    const work = platform.client.agents.drain({}, () => {
      if (++given === 3) throw new RangeError('enough');
    });
    await failure(RangeError, work);
    expect(given).toBe(3);
  });
});
