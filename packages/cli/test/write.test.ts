import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { createClient } from '@voicectl/sdk';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  binary,
  cleanEnv,
  failure,
  json,
  newFolder,
  type RunOptions,
  startPlatform,
  Terminal,
  voicectl,
} from './voicectl';

interface AgentAnswer {
  id: string;
  name: string;
  version: number;
  description: string | null;
  instructions: string;
  policy: string | null;
  modelConfig: Record<string, unknown>;
  metadata: Record<string, unknown>;
}

let platform: Awaited<ReturnType<typeof startPlatform>>;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.server.close());

const run = (args: string[], options: RunOptions = {}) =>
  voicectl(args, { ...options, env: { ...platform.env, ...options.env } });
const data = (args: string[], options: RunOptions = {}) =>
  json<AgentAnswer>(args, { ...options, env: platform.env });
const refused = (args: string[], options: RunOptions = {}) =>
  failure(args, 2, { ...options, env: platform.env });

function newAgent(...flags: string[]): Promise<AgentAnswer> {
  return data(['agents', 'create', '--name', 'A', '--instructions', 'Be brief.', ...flags]);
}

/** What was asked of the mock since it was last forgotten. */
const operations = () => platform.mock.journal.calls().map(({ operation }) => operation);
const lastUpdate = () => platform.mock.journal.calls('agents.update').at(-1)?.body;

const criteria = (id: string) => platform.mock.state.agents.get(id)?.resolutionCriteria;

describe('--set at create', () => {
  it('sets fields of any depth, each with the type that the contract has for it', async () => {
    const agent = await newAgent(
      ...['--set', 'modelConfig.model=openai/gpt-4o'],
      ...['--set', 'modelConfig.modelSettings.temperature=0.2'],
      ...['--set', 'resolutionCriteria[].label=007'],
      ...['--set', 'resolutionCriteria[0].description=The caller is happy'],
      ...['--set-string', 'metadata.code=007', '--set', String.raw`metadata.a\.b={"c": [1]}`],
    );
    expect(agent).toMatchObject({
      modelConfig: { model: 'openai/gpt-4o', modelSettings: { temperature: 0.2 } },
      metadata: { code: '007', 'a.b': { c: [1] } },
    });
    expect(criteria(agent.id)).toEqual([{ label: '007', description: 'The caller is happy' }]);
  });

  it('outranks the file, and is outranked by a flag of its own', async () => {
    const input = 'name: File\ninstructions: File\npolicy: File\ndescription: File\n';
    const args = ['--set', 'name=Set', '--set', 'policy=Set', '--name', 'Flag'];
    expect(await data(['agents', 'create', '-f', '-', ...args], { input })).toMatchObject({
      name: 'Flag',
      policy: 'Set',
      description: 'File',
    });
  });

  it('counts in the order given, also with --unset', async () => {
    const input = 'name: A\ninstructions: B\npolicy: C\nmetadata: {a: 1, b: 2}\n';
    const args = ['--unset', 'policy', '--unset', 'metadata.a', '--set', 'metadata.b=3'];
    const agent = await data(['agents', 'create', '-f', '-', ...args], { input });
    expect(agent).toMatchObject({ policy: null, metadata: { b: 3 } });
    const again = ['--unset', 'policy', '--set', 'policy=D'];
    expect(await data(['agents', 'create', '-f', '-', ...again], { input })).toMatchObject({
      policy: 'D',
    });
  });

  it.each([
    [['--set', 'name'], /path=value/],
    [['--set', 'a..b=1'], /no path: see character 2/],
    [['--set', '__proto__.polluted=1'], /__proto__/],
    [['--set', 'metadata.__proto__.polluted=1'], /__proto__/],
    [['--set', 'name.first=1', '--set', 'name=x', '--set', 'name.first=1'], /name is a text/],
    [['--unset', 'polcy'], /There is no polcy to take away/],
  ])('%j is refused before anything is sent', async (flags, message) => {
    const args = ['agents', 'create', '--instructions', 'B', ...flags];
    expect((await refused(args)).message).toMatch(message);
  });

  it('sends a field that the contract does not know, and guesses which was meant', async () => {
    const args = ['agents', 'create', '--name', 'A', '--instructions', 'B'];
    const slip = [
      '--set',
      'modelConfig.model=openai/gpt-4o',
      '--set',
      'modelConfig.modelSetings={}',
    ];
    const { code, stderr } = await run([...args, ...slip]);
    expect(code).toBe(0);
    expect(stderr).toContain('modelConfig.modelSetings (did you mean modelSettings?)');
  });

  it('lists what breaks the contract by its path', async () => {
    const args = ['agents', 'create', '--name', 'A', '--instructions', 'B'];
    const { problems } = await refused([
      ...args,
      '--set',
      'modelConfig.model=openai/x',
      '--set',
      'modelConfig.modelSettings.temperature=warm',
    ]);
    expect(problems).toEqual([
      {
        path: 'modelConfig.modelSettings.temperature',
        message: 'must be a number, is a string',
      },
    ]);
  });
});

describe('a list of records', () => {
  it('is refused by create, which says how to make each of them', async () => {
    const run = await voicectl(['goals', 'create', '-f', '-', '-o', 'json'], {
      env: platform.env,
      input: '[{"name": "A"}]',
    });
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(JSON.parse(run.stderr).error).toMatchObject({
      message: 'standard input holds a list, where one object was expected',
      hint: expect.stringMatching(/one at a time.*voicectl goals create -f -; done/),
    });
  });
});

describe('--set at update', () => {
  it('keeps the rest of an object that the server replaces whole', async () => {
    const { id } = await newAgent(
      '--set',
      'modelConfig={"model":"openai/gpt-4o","modelSettings":{"temperature":1,"topP":0.5}}',
    );
    const args = ['agents', 'update', id, '--set', 'modelConfig.modelSettings.temperature=0.2'];
    const { stderr } = await run([...args, '-o', 'table']);
    expect(stderr).toContain('so its other values are sent along: modelConfig');
    expect(await data(['agents', 'get', id])).toMatchObject({
      modelConfig: { model: 'openai/gpt-4o', modelSettings: { temperature: 0.2, topP: 0.5 } },
    });
    await data(['agents', 'update', id, '--unset', 'modelConfig.modelSettings.topP']);
    const after = await data(['agents', 'get', id]);
    expect(after.modelConfig.modelSettings).toEqual({ temperature: 0.2 });
  });

  it('reads nothing where the server merges, or where all is given', async () => {
    const { id } = await newAgent('--set', 'metadata.a=1');
    platform.mock.journal.clear();
    await data(['agents', 'update', id, '--set', 'metadata.b=2', '--set', 'policy=P']);
    expect(operations()).toEqual(['agents.update']);
    expect(await data(['agents', 'get', id])).toMatchObject({ metadata: { a: 1, b: 2 } });
  });

  it('keeps the rest of an object inside of the metadata', async () => {
    const { id } = await newAgent('--set', 'metadata.a={"x": 1, "y": 2}', '--set', 'metadata.b=1');
    const agent = await data(['agents', 'update', id, '--set', 'metadata.a.x=5']);
    expect(agent.metadata).toEqual({ a: { x: 5, y: 2 }, b: 1 });
    expect(lastUpdate()).toEqual({ metadata: { a: { x: 5, y: 2 } } });
  });

  it('refuses to change a part of what can not be read', async () => {
    const { id } = await newAgent();
    const part = ['--set', 'resolutionCriteria[0].label=X'];
    const error = await refused(['agents', 'update', id, ...part]);
    expect(error.message).toContain("resolutionCriteria can't be read");
    expect(error.hint).toContain('--set resolutionCriteria=[]');
    const whole = ['--set', 'resolutionCriteria=[]', ...part];
    await data(['agents', 'update', id, ...whole, '--set', 'resolutionCriteria[0].description=Y']);
    expect(criteria(id)).toEqual([{ label: 'X', description: 'Y' }]);
  });

  it('with --unset clears what can be cleared, and says of the rest what can', async () => {
    const { id } = await newAgent('--policy', 'P', '--description', 'D', '--set', 'metadata.a=1');
    expect(await data(['agents', 'update', id, '--unset', 'policy'])).toMatchObject({
      policy: null,
    });
    const error = await refused(['agents', 'update', id, '--unset', 'description']);
    expect(error.hint).toBe('What can: policy, knowledgeBaseConfig.');
    const key = await refused(['agents', 'update', id, '--unset', 'metadata.a']);
    expect(key.message).toContain('the server merges metadata');
    expect((await refused(['agents', 'update', id, '--unset', 'polcy'])).hint).toContain(
      'Did you mean policy?',
    );
  });

  it('without anything is refused', async () => {
    const { id } = await newAgent();
    expect((await refused(['agents', 'update', id])).message).toBe('Nothing to change was given');
  });

  it('shows with --dry-run what would be sent, and sends it not', async () => {
    const { id } = await newAgent('--policy', 'P');
    const args = ['agents', 'update', id, '--dry-run', '--unset', 'policy', '--set', 'name=New'];
    expect(await json(args, { env: platform.env })).toMatchObject({
      method: 'PATCH',
      body: { policy: null, name: 'New' },
    });
    expect(await data(['agents', 'get', id])).toMatchObject({ name: 'A', policy: 'P' });
  });
});

describe('what was made', () => {
  it.runIf(existsSync('/dev/full')).each([
    ['agent', ['agents', 'create', '--name', 'A', '--instructions', 'B']],
    ['agent', ['agents', 'copy', 'Whole']],
    ['goal', ['goals', 'create', '--name', 'G', '--agent-id', 'AGENT']],
    ['goal', ['goals', 'generate', 'Collect names', '--save', '--agent', 'AGENT']],
  ])('is named when there is no room to print it: %s by %j', async (kind, args) => {
    const { id } = await newAgent('--name', 'Whole');
    const words = args.map((word) => (word === 'AGENT' || word === 'Whole' ? id : word));
    const line = ['"$0" "$@" -o json > /dev/full', process.execPath, binary, ...words];
    const child = spawn('sh', ['-c', ...line], { env: cleanEnv(platform.env) });
    child.stdin.end();
    const said = text(child.stderr);
    expect(await once(child, 'close')).toEqual([1, null]);
    const { agents, goals } = platform.mock.state;
    const all =
      kind === 'agent' ? [...agents.values()].map(({ agent }) => agent) : [...goals.values()];
    expect(await said).toContain(`"The ${kind} ${all.at(-1)?.id} was made all the same"`);
    expect(await said).toContain("Can't write the output: ENOSPC");
  });
});

describe('a text from a file', () => {
  const folder = newFolder();
  const file = (name: string, content: string | Uint8Array) => {
    writeFileSync(join(folder, name), content);
    return `@${name}`;
  };
  const instructions = (value: string, options: RunOptions = {}) =>
    data(['agents', 'create', '--name', 'A', '--instructions', value], { cwd: folder, ...options });

  it.each([
    ['with Windows line ends', 'One\r\n\r\nTwo\r\n', 'One\n\nTwo'],
    ['with a mark at its beginning', '\uFEFFOne\n', 'One'],
    ['with lines at its end that are meant', 'One\n\n\n', 'One\n\n'],
    ['without a last line end', '  One', '  One'],
    ['in UTF-16, as PowerShell writes it', Buffer.from('\uFEFFGrüße\r\n', 'utf16le'), 'Grüße'],
    ['in UTF-16 the other way round', Buffer.from('\uFEFFGrüße', 'utf16le').swap16(), 'Grüße'],
  ])('%s is taken as it was meant', async (_, content, meant) => {
    expect(await instructions(file('prompt.md', content))).toMatchObject({ instructions: meant });
  });

  it('may be standard input, and @@ is an @', async () => {
    expect(await instructions('@-', { input: 'Piped\n' })).toMatchObject({ instructions: 'Piped' });
    expect(await instructions('@@home')).toMatchObject({ instructions: '@home' });
  });

  it('leaves the @ of a short field alone', async () => {
    const args = ['agents', 'create', '--name', '@support', '--instructions', 'Be brief.'];
    expect(await data(args)).toMatchObject({ name: '@support' });
  });

  it.each([
    ['@missing.md', '', /missing\.md: there is no such file/],
    [String.raw`@C:\prompts\missing.md`, '', /C:\\prompts\\missing\.md: there is no such file/],
    ['@.', '', /it is a folder/],
    ['@', '', /names no file/],
    ['@-', '', /standard input is empty/],
    ['@-', '\n', /standard input is empty/],
  ])('%s with %j on standard input is refused', async (value, input, message) => {
    const args = ['agents', 'create', '--name', 'A', '--instructions', value];
    expect((await refused(args, { input, cwd: folder })).message).toMatch(message);
  });

  it('is read by --set, too, and only where the contract wants text', async () => {
    file('long.md', 'One\r\nTwo\n');
    const set = (path: string) => ['agents', 'create', '--name', 'A', '--set', `${path}=@long.md`];
    const agent = await data(set('instructions'), { cwd: folder });
    expect(agent.instructions).toBe('One\nTwo');
    const { problems = [] } = await refused(set('resolutionCriteria[]'), { cwd: folder });
    expect(problems.map(({ path }) => path)).toContain('resolutionCriteria[0]');
  });

  it('of --set may be standard input, @@ is an @ there, and --set-string takes it as it is', async () => {
    const set = (...edits: string[]) =>
      data(['agents', 'create', '--name', 'A', '--instructions', 'B', ...edits], {
        input: 'Piped\n',
      });
    expect(await set('--set', 'policy=@-')).toMatchObject({ policy: 'Piped' });
    expect(await set('--set', 'policy=@@home')).toMatchObject({ policy: '@home' });
    expect(await set('--set-string', 'policy=@home')).toMatchObject({ policy: '@home' });
    expect(await set('--set', 'metadata.handle=@home')).toMatchObject({
      metadata: { handle: '@home' },
    });
  });

  it('of --set that is missing is refused, with how to mean the words themselves', async () => {
    platform.mock.journal.clear();
    const args = ['agents', 'create', '--name', 'A', '--set', 'instructions=@missing.md'];
    expect(await refused(args, { cwd: folder })).toMatchObject({
      message: "Can't read missing.md: there is no such file",
      hint: '--set instructions=@@missing.md gives these very words.',
    });
    const flag = ['agents', 'create', '--name', 'A', '--instructions', '@missing.md'];
    expect((await refused(flag, { cwd: folder })).hint).toBe(
      '--instructions @@missing.md gives these very words.',
    );
    expect(operations()).toEqual([]);
  });

  it('that is no text is refused', async () => {
    file('image.png', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0xff]));
    const args = ['agents', 'create', '--name', 'A', '--instructions', '@image.png'];
    expect((await refused(args, { cwd: folder })).message).toContain('not text in UTF-8');
  });

  it('is not waited for on a terminal', async () => {
    const args = ['agents', 'create', '--name', 'A', '--instructions', '@-'];
    const terminal = new Terminal(args, { env: platform.env });
    await terminal.shows('--instructions @- reads standard input, which is a terminal');
    expect(await terminal.exit()).toBe(2);
  });

  it('can not share standard input with another one', async () => {
    const args = ['agents', 'create', '-f', '-', '--instructions', '@-'];
    expect((await refused(args, { input: 'x' })).message).toContain('-f - and --instructions @-');
    const set = ['agents', 'create', '--set', 'policy=@-', '--instructions', '@-'];
    expect((await refused(set, { input: 'x' })).message).toContain(
      '--set policy=@- and --instructions @- want the same standard input',
    );
  });
});

describe('a document as the server gives it', () => {
  const nasty = {
    name: 'Nasty \u202e name: # "quoted"',
    instructions: ' leading\n\n\ttab \n# no comment\n- list\r\nCRLF  \n\n',
    policy: 'yes',
    metadata: { '007': 'text', date: '2026-01-01', 'a.b': null, deep: { list: [1, '1', true] } },
  };

  async function nastyAgent(): Promise<AgentAnswer> {
    const args = ['agents', 'create', '-f', '-'];
    return data(args, { input: JSON.stringify(nasty) });
  }

  it.each(['json', 'yaml'])('in %s goes back in without a change', async (format) => {
    const { id } = await nastyAgent();
    const { stdout } = await run(['agents', 'get', id, '-o', format]);
    platform.mock.journal.clear();
    const again = await run(['agents', 'update', id, '-f', '-', '-o', 'table'], { input: stdout });
    expect(again.code).toBe(0);
    expect(again.stderr).toContain(
      'Left out, since only the server sets it: id, organizationId, status, version, createdAt, updatedAt, createdBy\n',
    );
    expect(again.stderr).toContain('Nothing differs, so nothing was sent.');
    expect(operations()).toEqual(['agents.get']);
  });

  it.each([
    ['with Windows line ends', (text: string) => text.replaceAll('\n', '\r\n')],
    ['in UTF-16', (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le')],
  ])('%s goes back in without a change', async (_, written) => {
    const { id } = await newAgent('--instructions', 'One\n\n  Two\n');
    const { stdout } = await run(['agents', 'get', id, '-o', 'yaml']);
    platform.mock.journal.clear();
    await data(['agents', 'update', id, '-f', '-'], { input: written(stdout) });
    expect(operations()).toEqual(['agents.get']);
  });

  it('sends only what was changed in it', async () => {
    const agent = await newAgent('--set', 'metadata={"a": 1, "b": {"c": 2}}', '--description', 'D');
    const changed = { ...agent, instructions: 'New.', metadata: { a: 1, b: { c: 3 } } };
    await data(['agents', 'update', agent.id, '-f', '-'], { input: JSON.stringify(changed) });
    expect(lastUpdate()).toEqual({ instructions: 'New.', metadata: { b: { c: 3 } } });
  });

  it('is refused where it clears what can not be cleared', async () => {
    const agent = await newAgent(
      ...['--description', 'D', '--policy', 'P', '--set', 'voiceConfig.pipelineMode=batch'],
    );
    const input = JSON.stringify({ ...agent, description: null, policy: null, voiceConfig: null });
    const error = await refused(['agents', 'update', agent.id, '-f', '-'], { input });
    expect(error.problems).toEqual([
      { path: 'description', message: 'can\'t be cleared, but an empty text ("") may stand there' },
      { path: 'voiceConfig', message: "can't be cleared" },
    ]);
    expect(await data(['agents', 'get', agent.id])).toMatchObject({ policy: 'P' });
  });

  it('says what an update does not do: other agents, states, keys that are gone', async () => {
    const agent = await newAgent('--set', 'metadata.a=1');
    const input = JSON.stringify({ ...agent, id: 'another', status: 'active', metadata: {} });
    const { stderr } = await run(['agents', 'update', agent.id, '-f', '-'], { input });
    expect(stderr).toContain('its id is another');
    expect(stderr).toContain('The status stays draft: activate');
    expect(stderr).toContain('metadata.a');
  });

  it('is a copy for create, and the key of the original is not in it', async () => {
    const { agentsUrl } = platform.server;
    const client = createClient({ agents: { url: agentsUrl, apiKey: 'test-key' } });
    const original = await client.agents.create(
      { name: 'Keyed', instructions: 'Be brief.', metadata: { a: 1 } },
      { key: 'once' },
    );
    await client.close();
    const { stdout } = await run(['agents', 'get', original.id, '-o', 'yaml']);
    const copy = await data(['agents', 'create', '-f', '-'], { input: stdout });
    expect(copy).toMatchObject({ name: 'Keyed', version: 1, metadata: { a: 1 } });
    expect(copy.id).not.toBe(original.id);
    expect(copy.metadata).toEqual({ a: 1 });
  });
});

describe('a goal', () => {
  const goal = async (...flags: string[]) => {
    const { id } = await newAgent();
    return data(['goals', 'create', '--name', 'G', '--agent-id', id, ...flags]);
  };

  it('takes --set at create, and loses what can be cleared by --unset', async () => {
    const { id } = await goal('--set', 'lead_info_fields[].name=email', '--description', 'D');
    expect(await data(['goals', 'get', id])).toMatchObject({
      lead_info_fields: [{ name: 'email' }],
    });
    expect(await data(['goals', 'update', id, '--unset', 'description'])).toMatchObject({
      description: null,
    });
    const error = await refused(['goals', 'update', id, '--unset', 'name']);
    expect(error.hint).toBe('What can: description, priority.');
  });

  it('goes back in as the server gives it without a change', async () => {
    const { id } = await goal('--set', 'lead_info_fields[].name=email');
    const { stdout } = await run(['goals', 'get', id, '-o', 'yaml']);
    platform.mock.journal.clear();
    const again = await run(['goals', 'update', id, '-f', '-', '-o', 'table'], { input: stdout });
    expect(again.stderr).toContain('Nothing differs, so nothing was sent.');
    expect(operations()).toEqual(['goals.get']);
  });
});
