/** The flags of output, by the built binary: what lands where, and what is refused before anything is sent. */
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { agents, startHardPlatform } from './golden/platform';
import { failure, json, startPlatform, voicectl } from './voicectl';

let platform: Awaited<ReturnType<typeof startHardPlatform>>;
beforeAll(async () => {
  platform = await startHardPlatform();
});
afterAll(() => platform.close());

async function run(...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await voicectl(args, { env: platform.env });
  expect({ code, stderr }).toMatchObject({ code: 0 });
  return stdout;
}

const list = ['agents', 'list'];
const id = String(agents[0]?.id);

describe('--columns', () => {
  it('is of a table and of csv, by paths and by titles', async () => {
    expect(await run(...list, '-o', 'table', '--columns', 'version,modelConfig.model')).toMatch(
      /^VERSION {2}MODELCONFIG\.MODEL\n12 {7}openai\/gpt-4o-mini\n/,
    );
    const [head, first] = parse(
      await run(...list, '-o', 'csv', '--columns', 'id,updatedAt,modelConfig'),
    );
    expect(head).toEqual(['id', 'updatedAt', 'modelConfig']);
    expect(first).toEqual([id, '2025-01-20T14:45:00.000Z', JSON.stringify(agents[0]?.modelConfig)]);
  });

  it('is of one record, too', async () => {
    const args = ['agents', 'get', id, '--columns', 'name,modelConfig.modelSettings.temperature'];
    expect(await run(...args, '-o', 'table')).toMatch(
      /^name +Customer Support Agent\nmodelConfig.* 0\.7\n$/,
    );
    expect(await run(...args, '-o', 'csv')).toBe(
      'name,modelConfig.modelSettings.temperature\nCustomer Support Agent,0.7\n',
    );
  });

  it('warns where nothing has what was asked for', async () => {
    const args = [...list, '--columns', 'id,modelConfig.modle', '-o', 'csv'];
    expect((await voicectl(args, { env: platform.env })).stderr).toContain(
      'Nothing here has modelConfig.modle',
    );
  });
});

describe('--sort', () => {
  it('turns the list in every format', async () => {
    const page = JSON.parse(await run(...list, '-o', 'json', '--sort', '-version'));
    expect(page.data[0].version).toBe(12);
    expect(page.data.at(-1).version).toBeNull();
    expect(page.meta.total).toBe(agents.length);
    expect((await run(...list, '-o', 'id', '--sort', 'id:desc')).split('\n')[0]).toBe(
      agents.at(-1)?.id,
    );
  });
});

describe('--query', () => {
  const names = [
    "data[?status=='active'].name",
    ['Customer Support Agent', 'وكيل خِدمَة العُملاء 24/7'],
  ] as const;

  it('prints its result in any format', async () => {
    const [query, result] = names;
    expect(JSON.parse(await run(...list, '-o', 'json', '--query', query))).toEqual(result);
    expect(parseYaml(await run(...list, '-o', 'yaml', '--query', query))).toEqual(result);
    for (const format of ['table', 'name']) {
      expect(await run(...list, '-o', format, '--query', query)).toBe(`${result.join('\n')}\n`);
    }
    expect(await run(...list, '-o', 'csv', '--query', 'data[:1].{who: name, at: version}')).toBe(
      'who,at\nCustomer Support Agent,12\n',
    );
    expect(
      await run(...list, '-o', 'table', '--query', 'data[:1].{who: name, at: version}'),
    ).toMatch(/^WHO +AT\nCustomer Support Agent {2}12\n$/);
    expect(await run(...list, '-o', 'table', '--query', 'meta.total')).toBe(`${agents.length}\n`);
  });

  it('that makes no sense is wrong use, and nothing is sent', async () => {
    const { mock, server, env } = await startPlatform();
    const args = ['agents', 'create', '--name', 'A', '--instructions', 'B', '--query', 'a b'];
    const error = await failure(args, 2, { env });
    expect(error.message).toContain('at character 3, "b"');
    expect(mock.journal.calls()).toEqual([]);
    await server.close();
  });
});

describe('words', () => {
  it.each(['json', 'yaml', 'ndjson', 'csv', 'name', 'id'])(
    'are none with -o %s',
    async (format) => {
      const { server, env } = await startPlatform();
      const args = ['agents', 'create', '--name', 'A', '--instructions', 'B', '-o', format];
      expect(await voicectl(args, { env })).toMatchObject({ code: 0, stderr: '' });
      await server.close();
    },
  );

  it('of failure are JSON in one line with ndjson, and plain with csv', async () => {
    const { server, env } = await startPlatform();
    const get = ['agents', 'get', id, '-o'];
    const asJson = await voicectl([...get, 'ndjson'], { env });
    expect(asJson).toMatchObject({ code: 3, stdout: '' });
    expect(
      asJson.stderr
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line).error.code),
    ).toHaveLength(1);
    expect((await voicectl([...get, 'csv'], { env })).stderr).toMatch(/^error: /);
    await server.close();
  });
});

describe('without headers', () => {
  it('a table and csv are rows alone', async () => {
    const args = [...list, '--columns', 'id', '--no-headers', '-o'];
    for (const format of ['table', 'csv']) {
      expect((await run(...args, format)).trimEnd().split('\n')).toEqual(
        agents.map((agent) => agent.id),
      );
    }
  });
});

it('a record is the same value as JSON and as YAML', async () => {
  const value = await json(['agents', 'get', id], { env: platform.env });
  expect(value).toEqual(agents[0]);
  expect(parseYaml(await run('agents', 'get', id, '-o', 'yaml'))).toEqual(value);
  expect(JSON.parse(await run('agents', 'get', id, '-o', 'ndjson'))).toEqual(value);
});
