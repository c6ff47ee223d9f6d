/** A mock that is killed at any moment, over and over: what it answered for is there. */
import { writeFile } from 'node:fs/promises';
import { createClient } from '@voicectl/sdk';
import { expect, it } from 'vitest';
import { createMock } from '../../src/index';
import { fileStore } from '../../src/store/file';
import { buildServer, startServer } from './child';
import { temporaryFile } from './temporary-file';

buildServer();

/** What the server answered for: the last version of each agent. */
type Answered = Map<string, number>;

/** Creates agents and changes them, until the server is gone. */
async function writer(client: Awaited<ReturnType<typeof startServer>>['client'], seen: Answered) {
  const mine: string[] = [];
  for (let step = 0; ; step++) {
    try {
      if (mine.length < 2 || step % 3 === 0) {
        const { id, version } = await client.agents.create({
          name: 'A',
          instructions: 'Be brief.',
        });
        mine.push(id);
        seen.set(id, version);
      } else {
        const id = String(mine[step % mine.length]);
        const { version } = await client.agents.update(id, { instructions: `Step ${step}` });
        seen.set(id, version);
      }
    } catch (error) {
      if ((error as Error).name === 'ConnectionError') return;
      throw error;
    }
  }
}

it('holds every acknowledged write, whenever the process is killed', {
  timeout: 120_000,
}, async () => {
  const file = await temporaryFile();
  const answered: Answered = new Map();
  let acknowledged = 0;
  for (let round = 0; round < 12; round++) {
    const { client, kill } = await startServer(file);
    const writers = Array.from({ length: 6 }, () => writer(client, answered));
    const before = answered.size;
    // Some are killed in their first write, some in the midst of many.
    while (answered.size < before + 1 + round * 4) await new Promise((done) => setTimeout(done, 1));
    await new Promise((done) => setTimeout(done, Math.random() * 20));
    await kill();
    await Promise.all(writers);

    const { agents } = createClient({
      ...createMock({ store: fileStore(file) }).clientOptions,
      maxRetries: 0,
    });
    const kept = await agents.iterate({ limit: 100 }).toArray({ limit: 100_000 });
    const versions = new Map(kept.map(({ id, version }) => [id, version]));
    expect(versions.size).toBe(kept.length);
    for (const [id, version] of answered) {
      // Each of the writers may have had one more under way.
      expect(versions.get(id)).toBeGreaterThanOrEqual(version);
      expect(versions.get(id)).toBeLessThanOrEqual(version + 1);
    }
    expect(kept.length - answered.size).toBeLessThanOrEqual(6 * (round + 1));
    // What was under way is now known, too.
    for (const [id, version] of versions) if (answered.has(id)) answered.set(id, version);
    acknowledged = answered.size;
  }
  expect(acknowledged).toBeGreaterThan(100);
});

it('goes on behind what a crash left half written', async () => {
  const file = await temporaryFile();
  const { agents } = createClient(createMock({ store: fileStore(file) }).clientOptions);
  const { id } = await agents.create({ name: 'A', instructions: 'Be brief.' });
  await writeFile(file, '{"world":"default","changes":[{"in":"agents","id":"', { flag: 'a' });
  expect((await agents.list()).data.map((agent) => agent.id)).toEqual([id]);
  const second = await agents.create({ name: 'B', instructions: 'Be brief.' });
  const { agents: again } = createClient(createMock({ store: fileStore(file) }).clientOptions);
  expect((await again.list()).data.map((agent) => agent.id).sort()).toEqual([id, second.id].sort());
});

it('changes nothing in memory or in the file when there is no room left', {
  timeout: 60_000,
}, async () => {
  const file = await temporaryFile();
  const { client } = await startServer(file, 'ulimit -f 40');
  const kept: string[] = [];
  const refused = {
    status: 503,
    message: expect.stringContaining(`Can't use ${file}: it would be larger`),
  };
  for (let count = 0; ; count++) {
    const create = client.agents.create({ name: `Agent ${count}`, instructions: 'x'.repeat(900) });
    const error: unknown = await create
      .then(({ id }) => void kept.push(id))
      .catch((reason) => reason);
    if (error === undefined) continue;
    expect(error).toMatchObject(refused);
    break;
  }
  expect(kept.length).toBeGreaterThan(5);
  const [id = ''] = kept;
  await expect(client.agents.activate(id)).rejects.toMatchObject(refused);
  expect(await client.agents.get(id)).toHaveProperty('status', 'draft');
  expect((await client.agents.list({ limit: 1 })).meta.total).toBe(kept.length);
  const { agents } = createClient(createMock({ store: fileStore(file) }).clientOptions);
  const all = await agents.iterate().toArray({ limit: 1000 });
  expect(all.map((agent) => agent.id).sort()).toEqual(kept.sort());
  // Elsewhere there is room.
  expect(await agents.activate(id)).toHaveProperty('status', 'active');
  expect(await client.agents.get(id)).toHaveProperty('status', 'active');
});
