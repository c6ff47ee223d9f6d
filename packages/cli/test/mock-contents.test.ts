/** What a mock begins with: from a file, made up, repeatable. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { serveMock, stopMocks } from './mock-process';
import { failure, json, newFolder, packageRoot, voicectl } from './voicectl';

afterEach(stopMocks);

const example = join(packageRoot, '..', '..', 'examples', 'worlds', 'support-team.yaml');

interface Page {
  readonly data: { readonly id: string; readonly name: string; readonly status: string }[];
  readonly meta: { readonly total: number };
}

function fileOf(name: string, content: unknown): string {
  const file = join(newFolder(), name);
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

describe('a world from a file', () => {
  it('is the example as it is written', async () => {
    const { env } = await serveMock(['--seed-file', example]);
    const { data } = await json<Page>(['agents', 'list'], { env });
    expect(data.map(({ name, status }) => [name, status])).toEqual([
      ['Holiday Line 2025', 'archived'],
      ['Night Line', 'draft'],
      ['Refunds', 'active'],
      ['Front Desk', 'active'],
    ]);
    const { items } = await json<{ items: { name: string; agent_id: string }[] }>(
      ['goals', 'list'],
      { env },
    );
    const refunds = data.find(({ name }) => name === 'Refunds')?.id;
    expect(items.find(({ name }) => name === 'Open a refund case')?.agent_id).toBe(refunds);
  });

  it('is there in every world', async () => {
    const { agentsUrl } = await serveMock(['--seed-file', example]);
    const response = await fetch(`${agentsUrl}/agents`, {
      headers: { 'x-api-key': 'any', 'x-voicectl-world': 'worker-1' },
    });
    expect(((await response.json()) as Page).meta.total).toBe(4);
  });

  it('may be a snapshot of another mock', async () => {
    const first = await serveMock(['--seed-agents', '5', '--seed', 'one']);
    const file = join(newFolder(), 'world.json');
    await json(['mock', 'snapshot', file], { env: first.env });
    const second = await serveMock(['--seed-file', file]);
    expect(await json(['agents', 'list'], { env: second.env })).toEqual(
      await json(['agents', 'list'], { env: first.env }),
    );
  });

  it('has each of its problems named by its place, and nothing is served', async () => {
    const file = fileOf('bad.yaml', 'agents:\n  - name: A\n    status: sleeping\ngoal: []\n');
    const error = await failure(['mock', 'serve', '--port', '0', '--seed-file', file], 2);
    expect(error.message).toBe(`${file} can't be used as a world's contents`);
    expect(error.problems?.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['agents[0].instructions', 'agents[0].status']),
    );
    const run = await voicectl(['mock', 'serve', '--seed-file', file, '-o', 'table']);
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.stderr).toMatch(/^ {2}agents\[0\]\.status: must be /m);
  });

  it.each([
    ['broken.yaml', 'agents: [', /not valid YAML/],
    ['broken.json', '{"agents": ', /not valid JSON/],
    ['list.json', [], /holds a list, where one object was expected/],
    ['nothing.yaml', 'null\n', /holds null/],
    ['empty.json', '', /is empty/],
    ['half.json', { version: 1, agents: 7 }, /can't be used as a world's contents/],
  ])('that is no such thing, as %s, is refused in words', async (name, content, words) => {
    const file = fileOf(name, content);
    const error = await failure(['mock', 'serve', '--port', '0', '--seed-file', file], 2);
    expect(error.message).toMatch(words);
  });

  it('that is whole already takes no made-up agents besides', async () => {
    const file = fileOf('world.json', { version: 1, agents: [], goals: [], attachments: {} });
    const flags = ['--seed-file', file, '--seed-agents', '3'];
    const error = await failure(['mock', 'serve', '--port', '0', ...flags], 2);
    expect(error.message).toMatch(/is a snapshot/);
  });
});

describe('a made-up world', () => {
  it('is the same for the same seed, spread over all states, and another for another', async () => {
    const pages = [];
    for (const seed of ['42', '42', '43']) {
      const { env } = await serveMock(['--seed-agents', '40', '--seed', seed]);
      pages.push(await json<Page>(['agents', 'list', '--limit', '100'], { env }));
      stopMocks();
    }
    expect(pages[0]?.meta.total).toBe(40);
    expect(pages[1]).toEqual(pages[0]);
    expect(pages[2]).not.toEqual(pages[0]);
    expect(new Set(pages[0]?.data.map(({ status }) => status))).toEqual(
      new Set(['draft', 'active', 'archived']),
    );
  });

  it('goes on repeatably: ids and times of what is created follow from the seed', async () => {
    const created = [];
    for (let round = 0; round < 2; round++) {
      const { env } = await serveMock(['--seed', 'tests']);
      const args = ['agents', 'create', '--name', 'A', '--instructions', 'B'];
      created.push(await json(args, { env }));
      stopMocks();
    }
    expect(created[1]).toEqual(created[0]);
    expect(created[0]).toMatchObject({ createdAt: '2026-01-01T00:00:00.000Z' });
  });
});
