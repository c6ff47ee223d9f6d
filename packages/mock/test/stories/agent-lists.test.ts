/** Finding agents: pages, search, filter and order, through every door. */
import type { AgentQueryParams, Client } from '@voicectl/sdk';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stopped, ticking } from './clocks';
import { doors, type World } from './doors';

describe.each(doors)('Of 250 agents, $name,', (door) => {
  let world: World;

  beforeAll(async () => {
    world = await door.open({ now: stopped });
    await createMany(world.client, 250);
  });
  afterAll(() => world[Symbol.asyncDispose]());

  it('pages show each exactly once, all created in the same instant', async () => {
    const seen: string[] = [];
    for (let page = 1; page <= 9; page++) {
      const { data, meta } = await world.client.agents.list({ page, limit: 30 });
      seen.push(...data.map(({ id }) => id));
      expect(meta).toEqual({
        page,
        limit: 30,
        total: 250,
        totalPages: 9,
        hasNextPage: page < 9,
        hasPreviousPage: page > 1,
      });
      expect(data).toHaveLength(page < 9 ? 30 : 10);
    }
    expect(new Set(seen).size).toBe(250);
    expect(seen).toHaveLength(250);
  });

  it('a page has 20 unless told otherwise', async () => {
    const { data, meta } = await world.client.agents.list();
    expect(data).toHaveLength(20);
    expect(meta).toMatchObject({ page: 1, limit: 20, totalPages: 13, hasPreviousPage: false });
  });

  it('a page past the end is empty', async () => {
    const { data, meta } = await world.client.agents.list({ page: 4, limit: 100 });
    expect(data).toEqual([]);
    expect(meta).toMatchObject({ page: 4, total: 250, hasNextPage: false, hasPreviousPage: true });
  });

  it('iterate gives 250, each once', async () => {
    const ids = new Set<string>();
    for await (const { id } of world.client.agents.iterate()) ids.add(id);
    expect(ids.size).toBe(250);
    expect(await world.client.agents.iterate({ limit: 7 }).toArray({ limit: 1000 })).toHaveLength(
      250,
    );
  });

  it('those made in the same instant are ordered by id, either way', async () => {
    const { agents } = world.client;
    const ids = await agents.iterate({ sortOrder: 'asc' }).toArray({ limit: 250 });
    expect(ids.map(({ id }) => id)).toEqual(ids.map(({ id }) => id).sort());
    const reversed = await agents.iterate({ sortOrder: 'desc' }).toArray({ limit: 250 });
    expect(reversed).toEqual(ids.toReversed());
  });
});

describe.each(doors)('A list of agents, $name,', (door) => {
  let world: World;
  const find = async (query: AgentQueryParams) =>
    (await world.client.agents.list(query)).data.map(({ name }) => name);

  beforeAll(async () => {
    world = await door.open({ now: ticking() });
    const { agents } = world.client;
    const make = (name: string, description: string) =>
      agents.create({ name, description, instructions: 'Be brief.' });
    const billing = await make('Billing', 'Explains invoices');
    const support = await make('Support', 'Helps with BILLS, 100% of them');
    const arabic = await make('دعم العملاء', 'Speaks Arabic');
    await make('Écoute', 'Listens');
    await agents.activate(support.id);
    await agents.archive(arabic.id);
    await agents.update(billing.id, { description: 'Explains every invoice' });
  });
  afterAll(() => world[Symbol.asyncDispose]());

  it('is newest first when nothing is said', async () => {
    expect(await find({})).toEqual(['Écoute', 'دعم العملاء', 'Support', 'Billing']);
  });

  it.each<[string, string[]]>([
    ['bill', ['Support', 'Billing']],
    ['BILL', ['Support', 'Billing']],
    ['pport', ['Support']],
    ['العملاء', ['دعم العملاء']],
    ['éCOUTE', ['Écoute']],
    ['100%', ['Support']],
    ['brief', []],
    ['.*', []],
    ['', ['Écoute', 'دعم العملاء', 'Support', 'Billing']],
  ])('searched for %j is %j', async (search, names) => {
    expect(await find({ search })).toEqual(names);
  });

  it.each<[AgentQueryParams['status'], string[]]>([
    ['draft', ['Écoute', 'Billing']],
    ['active', ['Support']],
    ['archived', ['دعم العملاء']],
  ])('of those that are %s is %j', async (status, names) => {
    expect(await find({ status })).toEqual(names);
    expect((await world.client.agents.list({ status })).meta.total).toBe(names.length);
  });

  it('counts only what was searched for', async () => {
    const { meta } = await world.client.agents.list({ search: 'bill', limit: 1 });
    expect(meta).toMatchObject({ total: 2, totalPages: 2, hasNextPage: true });
  });

  it('of nothing has no pages', async () => {
    const { data, meta } = await world.client.agents.list({ search: 'nobody' });
    expect(data).toEqual([]);
    expect(meta).toEqual({
      page: 1,
      limit: 20,
      total: 0,
      totalPages: 0,
      hasNextPage: false,
      hasPreviousPage: false,
    });
  });

  it.each<[AgentQueryParams['sortBy'], string[]]>([
    ['name', ['Billing', 'Support', 'Écoute', 'دعم العملاء']],
    ['createdAt', ['Billing', 'Support', 'دعم العملاء', 'Écoute']],
    ['updatedAt', ['Écoute', 'Support', 'دعم العملاء', 'Billing']],
  ])('sorted by %s is %j, and the other way round when descending', async (sortBy, names) => {
    expect(await find({ sortBy, sortOrder: 'asc' })).toEqual(names);
    expect(await find({ sortBy, sortOrder: 'desc' })).toEqual(names.toReversed());
    expect(await find({ sortBy })).toEqual(names.toReversed());
  });

  it('sorted by status has ties, which keep one order over all pages', async () => {
    const { agents } = world.client;
    const statuses = (await agents.list({ sortBy: 'status', sortOrder: 'asc' })).data;
    expect(statuses.map(({ status }) => status)).toEqual(['active', 'archived', 'draft', 'draft']);
    const oneByOne = await agents
      .iterate({ sortBy: 'status', sortOrder: 'asc', limit: 1 })
      .first(9);
    expect(oneByOne).toEqual(statuses);
  });
});

async function createMany({ agents }: Client, count: number) {
  const instructions = 'Be brief.';
  await Promise.all(
    Array.from({ length: count }, (_, index) =>
      agents.create({ name: `Agent ${index}`, instructions }),
    ),
  );
}
