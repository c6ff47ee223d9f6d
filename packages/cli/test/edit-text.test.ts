/** What editing is made of, by itself: texts, differences, editors. */
import { createMock } from '@voicectl/mock';
import { type CreateAgentRequest, createClient } from '@voicectl/sdk';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diffText } from '../src/edit/diff';
import { applied, changesBetween, editable } from '../src/edit/editable';
import { chosenEditor, commandLine, needsTerminal } from '../src/edit/editor';
import { composeChanges, composeNew } from '../src/input/compose';
import { parseYaml } from '../src/input/yaml';
import { yamlText } from '../src/input/yaml-text';
import { clean } from '../src/output/clean';
import { loadPaints } from '../src/output/paint';
import { toYaml } from '../src/output/yaml';

type Fields = Readonly<Record<string, unknown>>;

const text = (minLength: number, maxLength: number) =>
  fc.oneof(
    fc.string({ unit: 'binary', minLength, maxLength }),
    fc
      .array(
        fc.constantFrom('a', ' ', '\n', '\t', '\r\n', '#', '- ', ': ', '"', "'", '\u202e', '|'),
        {
          minLength,
          maxLength,
        },
      )
      .map((parts) => parts.join('')),
  );
const json = fc.jsonValue({ maxDepth: 2 }).map((value) => JSON.parse(JSON.stringify(value)));
const metadata = fc
  .dictionary(fc.string({ unit: 'binary', maxLength: 8 }), json, { maxKeys: 4 })
  .filter((value) => !['scope', 'toneStyle'].some((key) => Object.hasOwn(value, key)));
const agents: fc.Arbitrary<CreateAgentRequest> = fc.record(
  {
    name: text(1, 40),
    instructions: text(1, 200),
    description: text(0, 40),
    policy: text(0, 40),
    metadata,
    modelConfig: fc.record(
      {
        model: fc.constant('openai/gpt-4o'),
        modelSettings: fc.record({ temperature: fc.double({ min: 0, max: 2, noNaN: true }) }),
      },
      { requiredKeys: ['model'] },
    ),
    voiceConfig: fc.constant({ pipelineMode: 'batch' as const, voiceId: '007' }),
    knowledgeBaseConfig: fc.record({
      knowledgeBaseId: fc.uuid(),
      documentGroups: fc.constantFrom(null, ['a', 'null']),
    }),
  },
  { requiredKeys: ['name', 'instructions'] },
) as fc.Arbitrary<CreateAgentRequest>;

const client = createClient(createMock({ checkAnswers: true }).clientOptions);
const made = async (request: CreateAgentRequest) =>
  // As it came over the wire.
  JSON.parse(JSON.stringify(await client.agents.create(request))) as Fields;
const given = (document: Fields) => ({ document, file: '', edits: [], flags: {}, nothing: false });

describe('an agent, whatever it holds', () => {
  it.each([
    ['yaml', toYaml],
    ['json', JSON.stringify],
  ])('comes back from %s as it was, so that nothing is sent', async (_, write) => {
    await fc.assert(
      fc.asyncProperty(agents, async (request) => {
        const agent = await made(request);
        const document = parseYaml(write(agent), 'it') as Fields;
        expect(document).toEqual(agent);
        const changes = await composeChanges('agent', given(document), async () => agent);
        expect(changes.fields).toEqual({});
      }),
      { numRuns: 60 },
    );
  });

  it('is made again from its document, but for what the server sets', async () => {
    await fc.assert(
      fc.asyncProperty(agents, async (request) => {
        const agent = await made(request);
        const { fields } = composeNew('agent', given(agent));
        expect(await made(fields as CreateAgentRequest)).toEqual({
          ...agent,
          ...{ id: expect.any(String), createdAt: expect.any(String) },
          updatedAt: expect.any(String),
        });
      }),
      { numRuns: 40 },
    );
  });

  it('comes back from the editor as it was', async () => {
    await fc.assert(
      fc.asyncProperty(agents, async (request) => {
        const before = editable('agent', await made(request));
        const text = yamlText(before);
        expect(clean(text)).toBe(text);
        const windows = parseYaml(text.replaceAll('\n', '\r\n'), 'it') as Fields;
        expect(changesBetween('agent', before, windows)).toEqual({ fields: {}, problems: [] });
        expect(diffText(text, yamlText(applied(before, {})), plain)).toBe('');
      }),
      { numRuns: 60 },
    );
  });
});

const plain = (await loadPaints({ stdout: {}, stderr: {}, env: {} } as never)).stderr;

describe('the text to edit', () => {
  it('keeps the lines of a prompt, also those that ended as on Windows', () => {
    const agent = { name: 'A', instructions: 'One\r\n\r\n  Two\r\n', modelConfig: { model: 'x' } };
    const before = editable('agent', agent);
    expect(yamlText(before)).toContain('instructions: |\n  One\n\n    Two\n');
    expect(changesBetween('agent', before, { ...before }).fields).toEqual({});
  });

  it('shows what acts on a terminal by its number', () => {
    expect(yamlText({ name: 'A\u001b[31m\u202eB' })).toBe('name: "A\\e[31m\\u202eB"\n');
  });
});

describe('what was edited', () => {
  const before = editable('agent', {
    name: 'A',
    description: 'D',
    instructions: 'I',
    policy: 'P',
    modelConfig: { model: 'openai/x', modelSettings: null },
    voiceConfig: null,
    memoryConfig: null,
    knowledgeBaseConfig: null,
    metadata: { a: 1, b: 2 },
  });
  const edit = (changes: Fields, ...without: string[]) => {
    const edited = { ...before, ...changes };
    const kept = Object.entries(edited).filter(([name]) => !without.includes(name));
    return changesBetween('agent', before, Object.fromEntries(kept));
  };

  it.each([
    ['a text', edit({ name: 'B' }), { name: 'B' }],
    ['a field that is cleared', edit({ policy: null }), { policy: null }],
    ['a field that is taken away', edit({}, 'policy'), { policy: null }],
    ['nothing, where nothing was taken away', edit({}, 'voiceConfig', 'knowledgeBaseConfig'), {}],
    ['a key of the metadata', edit({ metadata: { a: 1, b: 3 } }), { metadata: { b: 3 } }],
  ])('is %s', (_, { fields, problems }, wanted) => {
    expect(fields).toEqual(wanted);
    expect(problems).toEqual([]);
  });

  it.each([
    ['name', edit({}, 'name'), "can't be cleared"],
    ['description', edit({ description: null }), 'an empty text'],
    ['metadata.b', edit({ metadata: { a: 1 } }), 'the server merges metadata'],
    ['metadata', edit({}, 'metadata'), "can't be cleared"],
    ['modelConfig.model', edit({ modelConfig: { model: 'x' } }), 'must be provider/model-name'],
    ['name', edit({ name: 1 }), 'must be a string'],
  ])('is refused for %s', (path, { problems }, message) => {
    expect(problems).toEqual([{ path, message: expect.stringContaining(message) }]);
  });
});

describe('a difference', () => {
  it('shows lines with their signs, and only what is near', () => {
    const lines = Array.from({ length: 20 }, (_, index) => `line ${index}\n`);
    const after = lines.with(5, 'other\n').with(15, 'new\n');
    const shown = diffText(lines.join(''), after.join(''), plain);
    expect(shown).toContain('- line 5\n+ other\n');
    expect(shown).toContain('  line 7\n  …\n  line 13\n');
    expect(shown).not.toContain('line 10');
  });

  it('shows of a long paragraph what is near to a change', () => {
    const words = Array.from({ length: 60 }, (_, at) => `word${at}`);
    const before = `${words.join(' ')}\n`;
    const shown = diffText(before, before.replace('word30', 'other'), plain);
    expect(shown).toMatch(/^- … .*word29 word30 word31 .* …\n\+ … .*word29 other word31 .* …\n$/);
    expect(shown.length).toBeLessThan(250);
    expect(diffText('', before, plain)).toBe(`+ ${before}`);
  });

  it('lets nothing act on a terminal', () => {
    expect(diffText('a\n', 'b\u001b[31m\u202e\n', plain)).toBe('- a\n+ b[31m\n');
  });
});

describe('the editor', () => {
  it.each([
    [{ VISUAL: 'code --wait', EDITOR: 'vi' }, 'code --wait'],
    [{ VISUAL: ' ', EDITOR: 'nano' }, 'nano'],
    [{}, undefined],
  ])('of %j is %s', (env, editor) => {
    expect(chosenEditor(env)).toBe(editor);
  });

  it.each([
    ['vi', true],
    ['/usr/bin/nvim -R', true],
    [String.raw`C:\Windows\notepad.exe`, true],
    ['code --wait', false],
    ['sh /home/me/vi.sh', false],
    ['ex -s', false],
  ])('%s needs somebody at a terminal: %s', (editor, needs) => {
    expect(needsTerminal(editor)).toBe(needs);
  });

  const notepad = String.raw`C:\Program Files\Notepad++\notepad++.exe`;
  it.each([
    ['win32', 'notepad', ['notepad', 'f.yaml']],
    ['win32', 'code --wait', ['code', '--wait', 'f.yaml']],
    ['win32', notepad, [notepad, 'f.yaml']],
    ['win32', `"${notepad}" -multiInst`, [notepad, '-multiInst', 'f.yaml']],
    ['linux', 'code --wait', ['sh', '-c', 'trap : INT; code --wait "$@"', 'code --wait', 'f.yaml']],
  ] as const)('on %s by %s is started as it is meant', (platform, editor, line) => {
    const { command, args } = commandLine(editor, 'f.yaml', platform, (path) => path === notepad);
    expect([command, ...args]).toEqual(line);
  });
});
