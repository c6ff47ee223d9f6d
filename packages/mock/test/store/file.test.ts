/** State in a file: it outlives its mock, is shared without loss, and is never made worse. */
import { mkdtemp, readdir, readFile, rm, stat, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { createClient } from '@voicectl/sdk';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { createMock } from '../../src/index';
import { fileStore } from '../../src/store/file';

let file = '';

beforeEach(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'voicectl-mock-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  file = join(folder, 'state', 'mock.json');
});

/** Another mock on the same file, as another process would have it. */
function open() {
  const mock = createMock({ checkAnswers: true, store: fileStore(file) });
  const client = createClient({ ...mock.clientOptions, validation: 'strict', maxRetries: 0 });
  return { mock, agents: client.agents, goals: client.goals };
}

const minimal = { name: 'Support', instructions: 'Be brief.' };
const filesBeside = () => readdir(dirname(file));

describe('A mock kept in a file', () => {
  it('remembers everything when it is opened again', async () => {
    const resolutionCriteria = [{ label: 'Solved', description: 'All is well' }];
    const { agents, goals } = open();
    const draft = await agents.create({
      ...minimal,
      resolutionCriteria,
      metadata: { team: { seats: [1, null, 'عربي'] } },
    });
    const gone = await agents.create(minimal);
    const active = await agents.activate((await agents.create(minimal)).id);
    await agents.delete(gone.id);
    const goal = await goals.create({ name: 'Callback', agent_id: draft.id, priority: 2 });
    await goals.attach({ goalId: goal.id, agentId: active.id });

    const again = open();
    expect(await again.agents.get(draft.id)).toEqual(draft);
    expect(await again.agents.update(draft.id, { resolutionCriteria })).toEqual(draft);
    expect((await again.agents.list({ status: 'active' })).data).toEqual([active]);
    await expect(again.agents.get(gone.id)).rejects.toMatchObject({ status: 404 });
    expect(await again.goals.list()).toEqual({ items: [goal], count: 1 });
    expect(await again.goals.detach({ agentId: active.id })).toMatchObject({ goalId: goal.id });
  });

  it('shows what is kept to who only looks, once it has been brought up to it', async () => {
    const [first, second] = [open(), open()];
    const { id } = await first.agents.create(minimal);
    await first.mock.clock.set('2030-01-01T00:00:00Z');
    const other = first.mock.world('other');
    await other.add({ agents: [minimal] });
    expect(second.mock.state.agents.size).toBe(0);
    await second.mock.fresh();
    await second.mock.world('other').fresh();
    expect(second.mock.state.agents.get(id)?.agent).toMatchObject(minimal);
    expect(second.mock.snapshot()).toEqual(first.mock.snapshot());
    expect(second.mock.clock.now()).toEqual(first.mock.clock.now());
    expect(second.mock.clock.now().getUTCFullYear()).toBe(2030);
    expect(second.mock.world('other').state.agents.size).toBe(1);
    await createMock().fresh();
  });

  it('sees what another one has written since', async () => {
    const [first, second] = [open(), open()];
    const { id } = await first.agents.create(minimal);
    expect(await second.agents.get(id)).toMatchObject(minimal);
    await second.agents.update(id, { name: 'Renamed' });
    expect(await first.agents.get(id)).toHaveProperty('name', 'Renamed');
    await first.agents.delete(id);
    await expect(second.agents.activate(id)).rejects.toMatchObject({ status: 404 });
  });

  it('loses none of what twenty write at the same time', async () => {
    const names = Array.from({ length: 20 }, (_, index) => `Agent ${index}`);
    await Promise.all(names.map((name) => open().agents.create({ ...minimal, name })));
    const { agents } = open();
    const kept = await agents.iterate().toArray({ limit: 100 });
    expect(kept.map(({ name }) => name).sort()).toEqual(names.sort());
    expect(await filesBeside()).toEqual(['mock.json']);
  });

  it('keeps what it wrote in mind, whatever was being read meanwhile', async () => {
    // Large, so that reading and writing take their time.
    const metadata = { ballast: 'x'.repeat(1_000_000) };
    for (let index = 0; index < 4; index++) await open().agents.create({ ...minimal, metadata });
    for (let round = 1; round <= 4; round++) {
      const { agents } = open();
      let writing = true;
      const written = agents.create(minimal).finally(() => {
        writing = false;
      });
      const reads: Promise<unknown>[] = [];
      while (writing) {
        reads.push(agents.list({ limit: 1 }));
        await setTimeout(1);
      }
      const { id } = await written;
      await Promise.all(reads);
      expect(await agents.get(id)).toMatchObject(minimal);
      await agents.create(minimal);
      expect((await open().agents.list()).meta.total).toBe(4 + 2 * round);
    }
  });

  it('makes the folder of its file, and leaves nothing else there', async () => {
    const { agents, goals } = open();
    const { id } = await agents.create(minimal);
    await agents.test(id, { message: 'Hello' });
    await agents.activate(id);
    await expect(agents.activate(id)).rejects.toMatchObject({ status: 409 });
    await expect(goals.get('nothing')).rejects.toMatchObject({ status: 404 });
    expect(await filesBeside()).toEqual(['mock.json']);
    for (const line of (await readFile(file, 'utf8')).trimEnd().split('\n')) JSON.parse(line);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it('writes nothing when it is only read, or when nothing changes', async () => {
    const { agents, goals } = open();
    const { id } = await agents.create(minimal);
    const long = new Date('2020-01-01');
    await utimes(file, long, long);
    const before = await stat(file, { bigint: true });
    const { agents: others } = open();
    await others.list();
    await others.get(id);
    await agents.update(id, {});
    await agents.update(id, { name: minimal.name });
    await agents.test(id, { message: 'Hello' });
    await goals.list();
    await expect(agents.restore(id)).rejects.toMatchObject({ status: 409 });
    expect(await stat(file, { bigint: true })).toMatchObject({
      ino: before.ino,
      mtimeNs: before.mtimeNs,
      size: before.size,
    });
  });

  it('makes no file when it is only read', async () => {
    expect((await open().agents.list()).data).toEqual([]);
    await expect(filesBeside()).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('forgets what it could not write', async () => {
    // A name that leaves no room for the one of the draft.
    file = join(dirname(file), 'x'.repeat(230));
    const { agents } = open();
    await expect(agents.create(minimal)).rejects.toThrow('name too long');
    expect((await agents.list()).data).toEqual([]);
    expect(await filesBeside()).toEqual([]);
  });

  it('is empty again when its file is taken away', async () => {
    const { agents } = open();
    await agents.create(minimal);
    await rm(file);
    expect((await agents.list()).data).toEqual([]);
    await agents.create(minimal);
    expect((await open().agents.list()).meta.total).toBe(1);
  });
});
