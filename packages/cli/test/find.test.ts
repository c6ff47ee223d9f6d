/** How a record is named: id, beginning of an id, exact name, a pipe, a list to pick from. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { linesOf } from '../src/input/lines';
import { matching } from '../src/input/search';
import { nearest } from '../src/nearest';
import { enter, failure, json, startPlatform, Terminal, voicectl } from './voicectl';

interface Named {
  id: string;
  name: string;
}

let platform: Awaited<ReturnType<typeof startPlatform>>;
const agents: Named[] = [];
beforeAll(async () => {
  platform = await startPlatform({ seed: 'find' });
  for (const name of ['Support', 'Sales', 'Twin', 'Twin', 'deadbeef'])
    agents.push(await create(name));
});
afterAll(() => platform.server.close());

const env = () => ({ env: platform.env });
function create(name: string): Promise<Named> {
  return json<Named>(['agents', 'create', '--name', name, '--instructions', 'B'], env());
}
const [support, sales, twin] = [() => at(0), () => at(1), () => at(2)];
function at(index: number): Named {
  const agent = agents[index];
  if (agent === undefined) throw new Error('Seeded in beforeAll');
  return agent;
}
const get = (...refs: string[]) => json<Named>(['agents', 'get', ...refs], env());

/** So much of the id as no other one begins with, and no less than four characters. */
function beginning({ id }: Named): string {
  const length = [...id].findIndex(
    (_, index) =>
      index >= 3 &&
      agents.filter((other) => other.id.startsWith(id.slice(0, index + 1))).length === 1,
  );
  return id.slice(0, length + 1);
}

describe('an agent is named', () => {
  it('by its id, and nothing is asked for but that agent', async () => {
    const before = platform.mock.journal.calls().length;
    expect(await get(support().id)).toMatchObject({ name: 'Support' });
    const asked = platform.mock.journal.calls().slice(before);
    expect(asked.map(({ operation }) => operation)).toEqual(['agents.get']);
  });

  it('by the beginning of its id, in any case', async () => {
    expect(await get(beginning(sales()))).toMatchObject({ id: sales().id });
    expect(await get(beginning(sales()).toUpperCase())).toMatchObject({ id: sales().id });
  });

  it('by its exact name, even where that looks like the beginning of an id', async () => {
    expect(await get('Support')).toMatchObject({ id: support().id });
    expect(await get('deadbeef')).toMatchObject({ name: 'deadbeef' });
  });

  it('by several words at once, each agent once', async () => {
    const { data } = await json<{ data: Named[] }>(
      ['agents', 'get', 'Support', sales().id, support().id],
      env(),
    );
    expect(data.map(({ name }) => name)).toEqual(['Support', 'Sales']);
  });

  it.each([
    ['ids', () => `${support().id}\n${sales().id}\n`],
    ['names, with CRLF and empty lines', () => 'Support\r\n\r\nSales\r\n'],
    ['records', () => `${JSON.stringify(support())}\n${JSON.stringify(sales())}\n`],
  ])('by %s from standard input', async (_, input) => {
    const { data } = await json<{ data: Named[] }>(['agents', 'get', '-'], {
      ...env(),
      input: input(),
    });
    expect(data.map(({ id }) => id)).toEqual([support().id, sales().id]);
  });

  it('on a terminal from a list', async () => {
    const terminal = new Terminal(['agents', 'get'], env());
    await terminal.shows('Which agent?');
    terminal.type(enter);
    expect(await terminal.exit()).toBe(0);
    expect(terminal.text).toContain('instructions');
  });
});

describe('the list to pick from', () => {
  it('is narrowed by typing, to a name or to an id', async () => {
    const last = at(3);
    for (const typed of ['sal', sales().id.slice(0, 8)]) {
      const terminal = new Terminal(['agents', 'get'], env());
      await terminal.shows('Which agent? (5; type to filter)');
      await terminal.shows(`Support (draft) ${support().id.slice(0, 8)}`);
      await terminal.shows(`Twin (draft) ${last.id.slice(0, 8)}`);
      terminal.type(typed);
      await terminal.shows(`(5; type to filter) ${typed}`);
      await terminal.shows(`❯ Sales (draft) ${sales().id.slice(0, 8)}`);
      terminal.type(enter);
      await terminal.shows(sales().id);
      expect(await terminal.exit()).toBe(0);
    }
  });

  it('is left by Esc as by Ctrl-C', async () => {
    for (const key of ['\u001b', '\u0003']) {
      const terminal = new Terminal(['agents', 'get'], env());
      await terminal.shows('Support (draft)');
      terminal.type(key);
      expect(await terminal.exit()).toBe(130);
    }
  });

  it('has whatever each of the words is in, or an id begins with', () => {
    const choices = [
      { name: 'Bank Survey (draft)', value: 'ab12' },
      { name: 'Bank Desk (active)', value: 'cd34' },
    ];
    const ids = (typed: string) => matching(choices, typed).map(({ value }) => value);
    expect(ids('')).toEqual(['ab12', 'cd34']);
    expect(ids('BANK desk')).toEqual(['cd34']);
    expect(ids('AB1')).toEqual(['ab12']);
    expect(ids('b12')).toEqual([]);
  });
});

describe('an agent is not guessed', () => {
  it('where two have the name: both are named', async () => {
    const { message } = await failure(['agents', 'get', 'Twin'], 2, env());
    expect(message).toContain(twin().id);
    expect(message).toContain(at(3).id);
  });

  it('where the name is mistyped: the nearest is offered', async () => {
    const { message } = await failure(['agents', 'get', 'Suport'], 3, env());
    expect(message).toBe('No agent has the id or name "Suport". Did you mean "Support"?');
  });

  it('where nobody can be asked: the ways to name one are', async () => {
    const { message, hint } = await failure(['agents', 'get'], 2, env());
    expect(message).toBe('Which agent?');
    expect(hint).toMatch(/id.*beginning.*name.*standard input/);
  });

  it('from an empty standard input', async () => {
    const { message } = await failure(['agents', 'get', '-'], 2, { ...env(), input: '' });
    expect(message).toMatch(/empty/);
  });

  it('from a record without an id', async () => {
    const { message } = await failure(['agents', 'get', '-'], 2, {
      ...env(),
      input: '{"name":"x"}',
    });
    expect(message).toMatch(/Record 1.*no id/);
  });

  it('from an empty word', async () => {
    expect((await failure(['agents', 'get', ''], 2, env())).message).toMatch(/not empty/);
  });
});

describe('a goal is named like an agent', () => {
  it('by its name', async () => {
    const goal = await json<Named>(
      ['goals', 'create', '--name', 'Book a callback', '--agent-id', support().id],
      env(),
    );
    const found = await json<Named>(['goals', 'get', 'Book a callback'], env());
    expect(found.id).toBe(goal.id);
    await failure(['goals', 'get', 'Book a callbak'], 3, env());
  });
});

describe('lines of ids and names', () => {
  it('are what was written, without what surrounds it', () => {
    const word = fc.string({ unit: 'grapheme', minLength: 1 }).filter(isPlain);
    fc.assert(
      fc.property(fc.array(word), fc.constantFrom('\n', '\r\n', '\n\n'), (words, ending) => {
        expect(linesOf(words.join(ending))).toEqual(words);
      }),
    );
  });

  function isPlain(text: string): boolean {
    return text.trim() === text && !/^[{#\uFEFF]|[\r\n]|\s#/.test(text);
  }
});

describe('the nearest word', () => {
  it.each([
    ['drft', ['draft', 'active', 'archived'], 'draft'],
    ['ACTIV', ['draft', 'active', 'archived'], 'active'],
    ['hlep', ['history', 'help'], 'help'],
    ['MDOE', ['mode'], 'mode'],
    ['ba', ['ab'], undefined],
    ['zebra', ['draft', 'active', 'archived'], undefined],
    ['x', [], undefined],
    ['9', ['X'], undefined],
    ['ab', ['ac'], undefined],
  ])('to %s among %j is %s', (word, known, expected) => {
    expect(nearest(word, known)).toBe(expected);
  });

  it('is never farther than a third of what was typed, and itself when it is known', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.array(fc.string()), (word, others) => {
        expect(nearest(word, [...others, word])?.toLowerCase()).toBe(word.toLowerCase());
      }),
    );
  });
});

describe('--dry-run', () => {
  const create = ['agents', 'create', '--name', 'Never', '--instructions', 'B', '--dry-run'];

  it('shows the request and its curl line, and sends nothing', async () => {
    const before = platform.mock.journal.calls().length;
    const { code, stdout, stderr } = await voicectl([...create, '-o', 'table'], env());
    expect(code).toBe(0);
    expect(stdout).toContain(`POST ${platform.server.agentsUrl}/agents\n`);
    expect(stdout).toMatch(/^curl -X POST '.*' -H .*--data-raw/m);
    expect(stdout).toContain('$VOICECTL_AGENTS_API_KEY');
    expect(stdout + stderr).not.toContain('test-key');
    expect(stderr).toContain('Nothing was sent');
    expect(platform.mock.journal.calls()).toHaveLength(before);
  });

  it('is data for a machine', async () => {
    expect(await json(create, env())).toMatchObject({
      method: 'POST',
      body: { name: 'Never', instructions: 'B' },
      curl: expect.stringContaining('curl'),
    });
  });

  it('still refuses what breaks the contract', async () => {
    await failure(['agents', 'create', '--name', '', '--instructions', 'B', '--dry-run'], 2, env());
  });

  it('needs no key, asks nothing and deletes nothing', async () => {
    const url = { VOICECTL_AGENTS_URL: platform.server.agentsUrl };
    const preview = await json(['agents', 'delete', support().id, '--dry-run'], { env: url });
    expect(preview).toMatchObject({ method: 'DELETE' });
    expect(await get(support().id)).toMatchObject({ name: 'Support' });
  });
});
