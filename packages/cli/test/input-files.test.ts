import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { givenTwice } from '../src/input/json';
import { failure, json, newFolder, voicectl } from './voicectl';

const create = (file: string) => ['agents', 'create', '--mock', '-f', file];

function folderWith(name: string, content: string | Uint8Array): string {
  const folder = newFolder();
  writeFileSync(join(folder, name), content);
  return folder;
}

describe('a key that stands twice', () => {
  it.each([
    ['agent.json', '{"name": "A",\n "instructions": "B",\n "name": "C"}', 'name', 3],
    ['agent.json', '{"name": "A", "instructions": "B", "\\u006eame": "C"}', 'name', 1],
    [
      'agent',
      '{\n\t"metadata": {\n\t\t"a.b": [{}, {"x": 1, "x": 1}]\n\t}\n}',
      'metadata.a\\.b[1].x',
      3,
    ],
  ])('in %s is refused, as in YAML', async (name, content, path, line) => {
    const error = await failure(create(name), 2, { cwd: folderWith(name, content) });
    expect(error.message).toBe(`${name} gives ${path} twice; the second time on line ${line}`);
  });

  it('is found in whatever was written twice, and in nothing else', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.string(), fc.jsonValue(), (value, key, other) => {
        for (const indent of [undefined, '\t']) {
          expect(givenTwice(JSON.stringify(value, null, indent))).toBeUndefined();
        }
        const inside = `${JSON.stringify(key)}: ${JSON.stringify(other)}`;
        const text = `[${JSON.stringify(value)}, {${inside}, ${inside}}]`;
        expect(givenTwice(text)?.path).toEqual([1, key]);
      }),
    );
  });

  it('is looked for in large documents, too', () => {
    const long = JSON.stringify({ text: '\\"'.repeat(2_000_000) });
    expect(givenTwice(`{"a": ${long}, "a": 1}`)?.path).toEqual(['a']);
  });
});

it('JSON that is none is told by its line, without what stands there', async () => {
  const content = `{\n  "name": "A",\n  "instructions": "B",\n  "policy": SECRET\n}\n`;
  const cwd = folderWith('agent.json', content);
  const { message } = await failure(create('agent.json'), 2, { cwd });
  expect(message).toMatch(/^agent\.json is not valid JSON: .*line 4/);
  expect(message).not.toContain('SECRET');
});

describe('an agent file', () => {
  it.each([
    ['agent.json', '{"name": "A", "instructions": "Be brief."}'],
    ['agent.yaml', 'name: A\ninstructions: |\n  Be brief.\n'],
    ['agent.yml', 'name: A\r\ninstructions: Be brief.\r\n'],
    ['with-a-mark.json', '\uFEFF{"name": "A", "instructions": "Be brief."}'],
    ['no-ending', '{\n\t"name": "A",\n\t"instructions": "Be brief."\n}'],
  ])('may be %s', async (name, content) => {
    const cwd = folderWith(name, content);
    expect(await json(create(name), { cwd })).toMatchObject({ name: 'A', status: 'draft' });
  });

  it.each([
    ['{"name": "A"', /stdin|standard input is not valid/i],
    ['name: [', /standard input is not valid YAML or JSON.*line 1/is],
    ['name: A\nname: B\n', /unique/i],
    ['', /standard input is empty/],
    ['[]', /holds a list/],
    ['null', /holds null/],
    ['just words', /holds a string/],
    ['a: 1\n---\nb: 2\n', /holds 2 documents/],
    ['a: *nobody\n', /not valid YAML/],
  ])('on standard input as %j is refused with what is wrong', async (input, message) => {
    const error = await failure(create('-'), 2, { input });
    expect(error.message).toMatch(message);
  });

  it('that breaks the contract in three places has all three listed by path, and nothing is sent', async () => {
    const bad = {
      name: 'x'.repeat(129),
      instructions: 'Be brief.',
      modelConfig: { model: 'openai/gpt-4o-mini', modelSettings: { temperature: 3 } },
      resolutionCriteria: Array.from({ length: 6 }, (_, index) => ({
        label: `${index}`,
        description: 'Done',
      })),
    };
    const cwd = folderWith('bad.json', JSON.stringify(bad));
    const { problems } = await failure(create('bad.json'), 2, { cwd });
    expect(problems).toEqual([
      { path: 'name', message: 'must have at most 128 characters, has 129' },
      { path: 'modelConfig.modelSettings.temperature', message: 'must be at most 2, is 3' },
      { path: 'resolutionCriteria', message: 'must have at most 5 items, has 6' },
    ]);
    expect(await json(['agents', 'list', '--mock'], { cwd })).toMatchObject({ data: [] });
    const { stderr } = await voicectl([...create('bad.json'), '-o', 'table'], { cwd });
    expect(stderr).toContain('  modelConfig.modelSettings.temperature: must be at most 2, is 3\n');
  });

  it('with a misspelt key is sent, and the slip is told', async () => {
    const input = '{"name": "A", "instructions": "B", "polcy": "lost?"}';
    for (const format of ['table', 'json']) {
      const run = await voicectl([...create('-'), '-o', format], { input });
      expect(run.code).toBe(0);
      expect(run.stderr).toMatch(/warning.*polcy.*Known: .*policy/);
    }
  });

  it('with a mode that the platform has not built is told so', async () => {
    const voiceConfig = { pipelineMode: 'sts', stsProvider: 'openai' };
    const input = JSON.stringify({ name: 'A', instructions: 'B', voiceConfig });
    const run = await voicectl([...create('-'), '-o', 'table'], { input });
    expect(run.stderr).toContain('warning: The platform documents the pipeline mode "sts"');
  });

  it('that is missing or a folder is named', async () => {
    const cwd = newFolder();
    mkdirSync(join(cwd, 'folder'));
    expect((await failure(create('none.json'), 2, { cwd })).message).toContain('none.json');
    expect((await failure(create('folder'), 2, { cwd })).message).toMatch(/folder.*it is a folder/);
  });
});
