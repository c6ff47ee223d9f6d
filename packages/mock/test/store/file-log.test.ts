/** What is written by one is read by another, in whatever order, and of any part of the file. */
import { readFile, stat, truncate, writeFile } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { generateWorld } from '../../src/contents/generate';
import type { Snapshot } from '../../src/state/snapshot';
import { type Change, type Draft, State } from '../../src/state/state';
import { DamagedFileError, fileStore } from '../../src/store/file';
import type { Store } from '../../src/store/store';
import { temporaryFile } from './temporary-file';

const pool = generateWorld({ agents: 6, seed: 7 });
const worldNames = ['default', 'a', 'b'] as const;

type Step =
  | { readonly by: number; readonly world: string; readonly do: (draft: Draft) => void }
  | { readonly by: number; readonly world: string; readonly remove: true };

const some = <T>(values: readonly T[]) => fc.constantFrom(...values);

const change: fc.Arbitrary<(draft: Draft) => void> = fc.oneof(
  fc.tuple(some(pool.agents), fc.string()).map(([stored, description]) => (draft: Draft) => {
    draft.agents.set(stored.agent.id, { ...stored, agent: { ...stored.agent, description } });
  }),
  some(pool.agents).map((stored) => (draft: Draft) => draft.agents.delete(stored.agent.id)),
  fc
    .tuple(some(pool.goals), fc.string({ unit: 'binary' }))
    .map(([each, name]) => (draft: Draft) => {
      draft.goals.set(each.id, { ...each, name: `N${name}` });
      draft.attachments.set(each.agent_id, each.id);
    }),
  some(pool.goals).map((each) => (draft: Draft) => {
    draft.goals.delete(each.id);
    draft.attachments.delete(each.agent_id);
  }),
  fc.nat().map((ids) => (draft: Draft) => draft.settings.set('ids', ids)),
  fc.constant((draft: Draft) => draft.restore({ ...pool, agents: pool.agents.slice(2) })),
  fc.constant((draft: Draft) =>
    draft.restore({ version: 1, agents: [], goals: [], attachments: {} }),
  ),
);

const step: fc.Arbitrary<Step> = fc
  .record({ by: fc.nat(1), world: some(worldNames) })
  .chain((who) =>
    fc.oneof(
      { weight: 9, arbitrary: change.map((act) => ({ ...who, do: act })) },
      { weight: 1, arbitrary: fc.constant({ ...who, remove: true as const }) },
    ),
  );

/** A store with a memory for each world. */
function opened(file: string) {
  const store: Store = fileStore(file);
  const worlds = new Map(
    worldNames.map((name) => {
      const state = new State();
      return [name as string, { state, keeper: store.keeper(name, state) }];
    }),
  );
  return { store, worlds };
}

/** All worlds as they are seen, in words to compare. */
async function seen({ store, worlds }: ReturnType<typeof opened>): Promise<string> {
  const names = await store.worlds();
  return JSON.stringify([
    [...names].sort(),
    ...[...worlds.values()].map(({ state }) => state.snapshot()),
  ]);
}

it('Two that take turns see the same, and so does who comes after', {
  timeout: 60_000,
}, async () => {
  const file = await temporaryFile();
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 15 }), async (steps) => {
      const path = `${file}-${run++}`;
      const both = [opened(path), opened(path)] as const;
      for (const each of steps) {
        const { store, worlds } = both[each.by === 0 ? 0 : 1];
        if ('remove' in each) await store.remove(each.world);
        else await worlds.get(each.world)?.keeper.write(each.do);
      }
      const views = [await seen(both[0]), await seen(both[1]), await seen(opened(path))];
      expect(views[1]).toBe(views[0]);
      expect(views[2]).toBe(views[0]);
    }),
    { numRuns: 40 },
  );
});

it('A file cut at any place opens to what it once was', { timeout: 60_000 }, async () => {
  const file = await temporaryFile();
  let run = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 1, maxLength: 8 }),
      fc.array(fc.nat(), { minLength: 15, maxLength: 15 }),
      async (steps, places) => {
        const path = `${file}-${run++}`;
        const writer = opened(path);
        const states = [await seen(writer)];
        for (const each of steps) {
          if ('remove' in each) await writer.store.remove(each.world);
          else await writer.worlds.get(each.world)?.keeper.write(each.do);
          states.push(await seen(writer));
        }
        const bytes = await readFile(path).catch(() => Buffer.alloc(0));
        const first = bytes.indexOf(10);
        if (first === -1) return;
        for (const place of [...places, bytes.length, bytes.length - 1, first, first + 1]) {
          const length = place % (bytes.length + 1);
          const cut = `${path}-cut`;
          await writeFile(cut, bytes.subarray(0, length));
          // The first line comes into being whole, with the file.
          if (length < first)
            await expect(seen(opened(cut))).rejects.toBeInstanceOf(DamagedFileError);
          else expect(states).toContain(await seen(opened(cut)));
        }
        // Who had read all of it notices, and writes on behind what is left.
        await truncate(path, Math.max(first + 1, bytes.length - 5));
        await writer.worlds.get('a')?.keeper.write((draft) => draft.settings.set('ids', 42));
        expect(await seen(opened(path))).toBe(await seen(writer));
        expect(writer.worlds.get('a')?.state.settings.get('ids')).toBe(42);
      },
    ),
    { numRuns: 25 },
  );
});

it('A file that is mostly old is made anew, with its mode, and others notice', async () => {
  const file = await temporaryFile();
  const [writer, reader] = [opened(file), opened(file)];
  const { agents } = generateWorld({ agents: 400 });
  const write = (round: number) =>
    writer.worlds.get('default')?.keeper.write((draft) => {
      for (const stored of agents) {
        const agent = { ...stored.agent, description: `Round ${round}` };
        draft.agents.set(agent.id, { ...stored, agent });
      }
    });
  await writer.worlds.get('a')?.keeper.write((draft) => draft.settings.set('ids', 1));
  const sizes: number[] = [];
  const files = new Set<number>();
  for (let round = 0; round < 12; round++) {
    await write(round);
    const { size, ino } = await stat(file);
    sizes.push(size);
    files.add(ino);
    expect(await seen(reader)).toBe(await seen(writer));
  }
  expect(files.size).toBeGreaterThan(1);
  expect(Math.max(...sizes)).toBeLessThan(Number(sizes[0]) * 6);
  expect(await seen(opened(file))).toBe(await seen(writer));
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});

it('A world is gone for good, also where the file is made anew as it goes', async () => {
  const file = await temporaryFile();
  const { store, worlds } = opened(file);
  const { agents } = generateWorld({ agents: 1100 });
  const [first, ...others] = agents;
  if (first === undefined) throw new Error('A generated world has agents');
  await worlds.get('a')?.keeper.write((draft) => draft.agents.set(first.agent.id, first));
  await worlds.get('b')?.keeper.write((draft) => {
    for (const stored of others) draft.agents.set(stored.agent.id, stored);
  });
  const empty: Snapshot = { version: 1, agents: [], goals: [], attachments: {} };
  await worlds.get('b')?.keeper.write((draft) => draft.restore(empty));
  const { ino } = await stat(file);
  await store.remove('a');
  expect((await stat(file)).ino).not.toBe(ino);
  expect(await readFile(file, 'utf8')).not.toContain(first.agent.id);
  const reopened = opened(file);
  expect(await reopened.store.worlds()).toEqual(['b']);
  expect(reopened.worlds.get('a')?.state.agents.size).toBe(0);
});

it('A large world is kept in pieces, and seen whole or not at all', async () => {
  const file = await temporaryFile();
  const [writer, reader] = [opened(file), opened(file)];
  const large: Snapshot = generateWorld({ agents: 6000 });
  await writer.worlds.get('b')?.keeper.write((draft) => draft.settings.set('ids', 1));
  let isDone = false;
  const writing = writer.worlds.get('a')?.keeper.write((draft) => draft.restore(large));
  const done = writing?.then(() => {
    isDone = true;
  });
  const sizes = new Set<number>();
  while (!isDone) {
    await reader.worlds.get('a')?.keeper.fresh();
    sizes.add(Number(reader.worlds.get('a')?.state.agents.size));
    await setTimeout(1);
  }
  await done;
  expect([...sizes].filter((size) => size > 0 && size < large.agents.length)).toEqual([]);
  expect(await seen(reader)).toBe(await seen(writer));
  const changes: Change[] = [{ whole: large }];
  const expected = new State();
  expected.apply(changes);
  expect(reader.worlds.get('a')?.state.snapshot()).toEqual(expected.snapshot());
  expect((await readFile(file, 'utf8')).split('\n').length).toBeGreaterThan(10);
});
