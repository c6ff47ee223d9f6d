import { agentEndpoints, goalEndpoints } from '@voicectl/sdk/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exampleAgent, failure, json, startPlatform, voicectl } from './voicectl';

interface AgentAnswer {
  id: string;
  name: string;
  status: string;
  version: number;
  policy: string | null;
  metadata: Record<string, unknown>;
}

let platform: Awaited<ReturnType<typeof startPlatform>>;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.server.close());

const run = (...args: string[]) => voicectl(args, { env: platform.env });
const data = <T = AgentAnswer>(...args: string[]) => json<T>(args, { env: platform.env });
const create = (name: string) =>
  data('agents', 'create', '--name', name, '--instructions', 'Be brief.');

describe('voicectl agents', () => {
  it('takes an agent file from draft to deleted', async () => {
    const draft = await data('agents', 'create', '-f', exampleAgent);
    expect(draft).toMatchObject({ name: 'Customer Support Agent', status: 'draft', version: 1 });
    expect(await data('agents', 'activate', draft.id)).toMatchObject({ status: 'active' });
    expect(await data('agents', 'archive', draft.id)).toMatchObject({ status: 'archived' });
    expect(await data('agents', 'restore', draft.id)).toMatchObject({ status: 'active' });
    expect(await data('agents', 'delete', draft.id, '--yes')).toEqual({
      id: draft.id,
      deleted: true,
    });
    expect(await failure(['agents', 'get', draft.id], 3, { env: platform.env })).toMatchObject({
      status: 404,
    });
  });

  it('lets flags add to a file and outrank it', async () => {
    const agent = await data('agents', 'create', '-f', exampleAgent, '--name', 'Renamed');
    expect(agent).toMatchObject({ name: 'Renamed', metadata: { scope: expect.any(String) } });
  });

  it('updates by flags and by file, and raises the version when the instructions change', async () => {
    const { id } = await create('To update');
    expect(await data('agents', 'update', id, '--instructions', 'Be long.')).toMatchObject({
      version: 2,
    });
    const renamed = await json<AgentAnswer>(['agents', 'update', id, '-f', '-'], {
      env: platform.env,
      input: 'name: By YAML\nmetadata:\n  scope: tests\n',
    });
    expect(renamed).toMatchObject({ name: 'By YAML', version: 2, metadata: { scope: 'tests' } });
  });

  it('finds an agent by its exact name', async () => {
    const { id } = await create('Only one of this name');
    expect(await data('agents', 'get', 'Only one of this name')).toMatchObject({ id });
  });

  it('names all candidates when a name is not unique', async () => {
    const [first, second] = [await create('Twins'), await create('Twins')];
    const error = await failure(['agents', 'activate', 'Twins'], 2, { env: platform.env });
    expect(error.message).toContain(first.id);
    expect(error.message).toContain(second.id);
  });

  it('says in the conflict what the agent is and what it may become', async () => {
    const { id } = await create('Draft');
    const error = await failure(['agents', 'restore', id], 5, { env: platform.env });
    expect(error).toMatchObject({ status: 409, requestId: expect.any(String) });
    expect(error.message).toMatch(/draft.*archived to active.*activate.*archive/);
  });

  it('answers a test message', async () => {
    const { id, name } = await create('Greeter');
    const answer = await data<{ response: string }>('agents', 'test', id, 'Hello!');
    expect(answer).toMatchObject({ response: expect.stringContaining(name), usage: {} });
    const plain = await run('agents', 'test', id, 'Hello!', '-o', 'table');
    expect(plain.stdout).toBe(`${answer.response}\n`);
  });
});

describe('a word to a person', () => {
  const words = async (...args: string[]) => (await run(...args, '-o', 'table')).stderr;

  it('says what was saved, and how to go on from an active agent', async () => {
    const { id } = await create('Told of');
    expect(await words('agents', 'update', id, '--name', 'Told')).toBe('Saved (version 1).\n');
    expect(await words('agents', 'activate', id)).toBe(`Next: voicectl play ${id}\n`);
    expect(await words('agents', 'archive', id)).toBe('');
  });

  it('says why a list is empty, to nobody but a person', async () => {
    const empty = await startPlatform();
    using _ = { [Symbol.dispose]: () => void empty.server.close() };
    const { env } = empty;
    const said = async (...args: string[]) =>
      (await voicectl([...args, '-o', 'table'], { env })).stderr;
    for (const all of [[], ['--all']]) {
      expect(await said('agents', 'list', ...all)).toBe(
        'No agents yet. Next: voicectl agents create --name Support --instructions "Be brief."\n',
      );
      expect(await said('goals', 'list', ...all)).toMatch(
        /^No goals yet. Next: voicectl goals create --name "Book a callback" --agent-id AGENT\n$/,
      );
      expect(await said('agents', 'list', '--status', 'draft', ...all)).toBe('No agent matches.\n');
    }
    expect(await said('agents', 'list', '--page', '2')).toMatch(/^No agent is left there/);
    expect(await json(['agents', 'list', '--search', 'x'], { env })).toMatchObject({ data: [] });
  });

  it('says that --sort knows one page, and what sorts all of them', async () => {
    await create('One more');
    const first = ['agents', 'list', '--limit', '1'];
    expect(await words(...first, '--sort', '-name')).toContain(
      'Sorted within this page; --sort-by name sorts all of them.',
    );
    expect(await words(...first, '--sort', 'updated')).toContain('--sort-by updatedAt sorts');
    expect(await words(...first, '--sort', 'id')).toContain('--all sorts all of them');
    expect(await words(...first)).not.toContain('Sorted');
    expect(await words('agents', 'list', '--limit', '100', '--sort', 'name')).toBe('');
  });

  it('has the time that the list goes by', async () => {
    const head = async (...args: string[]) =>
      (await run('agents', 'list', ...args, '-o', 'table')).stdout.split('\n')[0];
    expect(await head()).toMatch(/CREATED$/i);
    expect(await head('--sort-by', 'updatedAt')).toMatch(/UPDATED$/i);
  });
});

describe('voicectl agents list', () => {
  it('prints the page as the API gives it', async () => {
    await create('Listed one');
    const page = await data<{ data: AgentAnswer[]; meta: object }>(
      'agents',
      'list',
      '--limit',
      '1',
    );
    expect(page.data).toHaveLength(1);
    expect(page.meta).toMatchObject({ page: 1, limit: 1, hasNextPage: true });
  });

  it('filters, sorts and searches by flags made from the schema', async () => {
    await create('Zebra searched');
    await create('Aardvark searched');
    const { data: found } = await data<{ data: AgentAnswer[] }>(
      ...['agents', 'list', '--search', 'SEARCHED', '--sort-by', 'name', '--sort-order', 'asc'],
    );
    expect(found.map(({ name }) => name)).toEqual(['Aardvark searched', 'Zebra searched']);
  });

  it('walks every page with --all', async () => {
    for (let count = 0; count < 3; count++) await create(`Paged ${count}`);
    const all = await data<{ data: AgentAnswer[] }>('agents', 'list', '--all', '--search', 'Paged');
    expect(all.data).toHaveLength(3);
  });

  it('never cuts an id in a table, and cuts nothing off a terminal', async () => {
    const name = `A name as long as names may get ${'x'.repeat(90)}`;
    const { id } = await create(name);
    const { stdout, stderr } = await run('agents', 'list', '-o', 'table', '--limit', '1');
    expect(stdout).toContain(id);
    expect(stdout).toContain(name);
    expect(stderr).toMatch(/Page 1 of \d+/);
  });

  it('says on which platform to go on', async () => {
    const args = [
      'agents',
      'create',
      '--name',
      'A',
      '--instructions',
      'B',
      '-o',
      'table',
      '--mock',
    ];
    const { stderr } = await voicectl(args);
    expect(stderr).toMatch(/Next: voicectl agents activate [0-9a-f-]+ --mock\n$/);
  });

  it('does not offer a page after the last one', async () => {
    const { stderr } = await run(
      'agents',
      'list',
      '-o',
      'table',
      '--search',
      'Only one of this name',
    );
    expect(stderr).toBe('');
  });

  it('refuses --all together with a page', async () => {
    const args = ['agents', 'list', '--all', '--limit', '5'];
    expect((await failure(args, 2, { env: platform.env })).message).toMatch(/--all excludes/);
  });

  it('has a verb for every operation of the contract', async () => {
    for (const [noun, endpoints] of [
      ['agents', agentEndpoints],
      ['goals', goalEndpoints],
    ] as const) {
      const { stdout } = await voicectl([noun, '--help']);
      const verbs = [...stdout.matchAll(/^ {2}([a-z]+)(?= [[<]| {2})/gm)].map(([, verb]) => verb);
      const listed = verbs.filter((verb) => verb !== 'help' && verb !== 'voicectl').sort();
      // And some that are made of several.
      expect(listed).toEqual(expect.arrayContaining(Object.keys(endpoints)));
    }
  });

  it('refuses a value that is not in the enum, and says which are', async () => {
    const error = await failure(['agents', 'list', '--status', 'drft'], 2, { env: platform.env });
    expect(error.message).toMatch(/drft.*draft, active, archived/);
  });
});
