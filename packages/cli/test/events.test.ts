/** VOICECTL_EVENTS_FILE: a typed record of what was done, beside what a person sees. */
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Event } from '../src/events/schema';
import { tellableArguments } from '../src/events/tellable';
import { newFolder, type RunOptions, startPlatform, voicectl } from './voicectl';

let platform: Awaited<ReturnType<typeof startPlatform>>;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.server.close());

const key = 'test-key-that-stays-secret';

function eventsIn(file: string): Event[] {
  return readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => Event.parse(JSON.parse(line)));
}

async function recorded(args: readonly string[], options: RunOptions = {}) {
  const file = join(newFolder(), 'events.ndjson');
  const env = {
    ...platform.env,
    VOICECTL_AGENTS_API_KEY: key,
    VOICECTL_EVENTS_FILE: file,
    ...options.env,
  };
  const run = await voicectl(args, { ...options, env });
  const text = readFileSync(file, 'utf8');
  expect(text).not.toContain(key);
  return { run, text, events: eventsIn(file), file };
}

const create = ['agents', 'create', '--name', 'Recorded', '--instructions', 'A text to keep'];

describe('the record', () => {
  it('tells what ran, what was sent, what came and what has changed', async () => {
    const { run, events, text, file } = await recorded(create);
    const { id } = JSON.parse(run.stdout) as { id: string };
    expect(events).toMatchObject([
      {
        type: 'command.started',
        command: 'agents create',
        args: ['agents', 'create', '--name', 'Recorded', '--instructions', '[14 characters]'],
      },
      { type: 'call.sent', operation: 'agents.create', method: 'POST', path: '/agents' },
      { type: 'call.answered', status: 201, requestId: expect.any(String) },
      { type: 'changed', resource: 'agent', id, operation: 'agents.create' },
      { type: 'command.ended', exit: 0 },
    ]);
    expect(new Set(events.map((event) => event.run)).size).toBe(1);
    expect(text).not.toContain('A text to keep');
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('names what each call has changed', async () => {
    const { run } = await recorded(create);
    const { id } = JSON.parse(run.stdout) as { id: string };
    const changes = async (args: readonly string[]) =>
      (await recorded(args)).events.filter(({ type }) => type === 'changed');
    expect(await changes(['agents', 'activate', id])).toMatchObject([
      { operation: 'agents.activate', id },
    ]);
    const goal = await recorded(['goals', 'create', '--name', 'G', '--agent-id', id]);
    const goalId = (JSON.parse(goal.run.stdout) as { id: string }).id;
    expect(goal.events).toContainEqual(
      expect.objectContaining({ type: 'changed', resource: 'goal', id: goalId }),
    );
    expect(await changes(['goals', 'attach', goalId, id])).toMatchObject([
      { operation: 'goals.attach', id: goalId, agentId: id },
    ]);
    expect(await changes(['api', 'PATCH', `/agents/${id}`, '--field', 'name=B'])).toMatchObject([
      { operation: 'agents.request', id },
    ]);
    expect(await changes(['agents', 'get', id])).toEqual([]);
    expect(await changes(['agents', 'test', id, 'Hi'])).toEqual([]);
    expect(await changes(['agents', 'delete', id, '--yes'])).toMatchObject([
      { operation: 'agents.delete', id },
    ]);
  });

  it('holds the failure, its repeats and its exit code', async () => {
    const env = { VOICECTL_AGENTS_URL: 'http://127.0.0.1:9', VOICECTL_MAX_RETRIES: '1' };
    const { run, events } = await recorded(['agents', 'list'], { env });
    expect(run.code).toBe(7);
    expect(events.map(({ type }) => type)).toEqual([
      'command.started',
      'call.sent',
      'call.answered',
      'call.retried',
      'call.sent',
      'call.answered',
      'command.ended',
    ]);
    expect(events.at(-1)).toMatchObject({
      exit: 7,
      error: { code: 'ECONNREFUSED', next: ['voicectl doctor', 'voicectl agents list'] },
    });
  });

  it('holds a command line that led nowhere, without what nobody can judge', async () => {
    const { events } = await recorded(['agents', 'lst', `--key=${key}`, 'some words of a text']);
    expect(events).toMatchObject([
      {
        type: 'command.started',
        command: '',
        args: ['agents', 'lst', '--key=[redacted]', '[20 characters]'],
      },
      { type: 'command.ended', exit: 2, error: { code: 'USAGE' } },
    ]);
  });

  it('is written for help, too, and for what only asks', async () => {
    expect((await recorded(['agents', '--help'])).events).toMatchObject([
      { type: 'command.started' },
      { type: 'command.ended', exit: 0 },
    ]);
  });

  it('is shared by processes, line by line', async () => {
    const file = join(newFolder(), 'shared.ndjson');
    appendFileSync(file, '');
    const env = { ...platform.env, VOICECTL_EVENTS_FILE: file };
    await Promise.all(
      Array.from({ length: 6 }, () => voicectl(['agents', 'list', '--all'], { env })),
    );
    const events = eventsIn(file);
    expect(new Set(events.map(({ run }) => run)).size).toBe(6);
    expect(events.filter(({ type }) => type === 'command.ended')).toHaveLength(6);
  });
});

describe('texts are not in the record', () => {
  const text = 'SECRETPROMPT';
  beforeAll(async () => {
    await voicectl(['agents', 'create', '--name', 'Near name', '--instructions', 'Be brief.'], {
      env: platform.env,
    });
  });
  const cwd = newFolder();
  writeFileSync(join(cwd, 'broken.yaml'), `name: A\ninstructions: "${text}\npolicy: [${text}\n`);
  writeFileSync(join(cwd, 'broken.json'), `{"name": "A", "instructions": ${text}}`);

  it.each([
    // No such agent; what is meant or could help is a whole command line again.
    ['agents', 'update', 'zz', '--set', `policy=${text}`],
    ['agents', 'update', 'zz', `--set=policy=${text}`],
    ['agents', 'update', 'zz', '--set-string', `policy=${text}`],
    ['agents', 'update', 'zz', '--policy', text],
    ['agents', 'update', 'zz', `--instructions=${text}`],
    ['agents', 'update', 'Near names', '--description', text],
    ['agents', 'copy', 'Near names', '--policy', text],
    ['agents', 'test', 'zz', text],
    ['agents', 'test', 'Near names', text],
    ['goals', 'update', 'zz', '--description', text],
    // What is typed makes no sense.
    ['agents', 'create', '--set', text],
    ['agents', 'create', '--set', `name.=${text}`],
    ['agents', 'create', '--set', `name.first=${text}`],
    ['agents', 'create', '--instrctions', text],
    ['agents', 'create', `--instrctions=${text}`],
    ['agents', 'create', '--name', '', '--instructions', text],
    ['agents', 'tst', 'zz', text],
    ['agents', 'test', 'zz', text, 'more'],
    ['agnts', 'test', 'zz', text],
    ['goals', 'create', '--name', 'G', '--stats', 'active', '--description', text],
    ['goals', 'create', '--priority', text],
    ['goals', 'generate', text, '--agent', 'zz'],
    ['goals', 'generate', text, '--save', '--agent', 'zz'],
    ['api', 'PATCH', '/agents/zz', '--field', `policy=${text}`],
    ['api', 'PATCH', '/agents/zz', `-Fpolicy=${text}`],
    ['api', 'PATCH', '/agents/zz', '-F', text],
    ['api', 'PTCH', '/agents/zz', '-F', `policy=${text}`],
    // A file that was read.
    ['agents', 'create', '-f', 'broken.yaml'],
    ['agents', 'create', '-f', 'broken.json'],
    ['agents', 'create', '--policy', `@${text} is no file`],
  ])('%s %s %s %s %s %s', async (...args: string[]) => {
    const { run, text: record } = await recorded(args, { cwd });
    expect(run.code).not.toBe(0);
    expect(record).toContain('command.ended');
    // Not even the beginning of it.
    expect(record).not.toContain(text.slice(0, 6));
  });

  it('whatever they are, between the other words', () => {
    const word = fc.string({ minLength: 3, unit: 'grapheme' }).filter((each) => each.trim() !== '');
    fc.assert(
      fc.property(word, word, (before, said) => {
        const typed = ['agents', 'update', 'A', '--policy', `§${said}§`];
        const { hide, args } = tellableArguments(typed, undefined, {});
        expect(args.join(' ')).not.toContain(`§${said}§`);
        expect(hide(`${before}: ${JSON.stringify(`§${said}§`)}`)).not.toContain(
          JSON.stringify(`§${said}§`),
        );
      }),
    );
  });
});

describe('a record that can not be written', () => {
  const places: [string, (folder: string) => string][] = [
    ['a folder', (folder) => folder],
    ['nowhere', (folder) => join(folder, 'no', 'such', 'folder')],
  ];
  if (existsSync('/dev/full')) places.push(['a full disk', () => '/dev/full']);

  it.each(places)('(%s) is a warning, and nothing else changes', async (_, place) => {
    const folder = newFolder();
    mkdirSync(join(folder, 'cwd'));
    const env = { ...platform.env, VOICECTL_EVENTS_FILE: place(folder) };
    const run = await voicectl(['agents', 'list', '-o', 'json'], { env });
    expect(run.code).toBe(0);
    expect(JSON.parse(run.stdout)).toHaveProperty('data');
    const [line = '', ...others] = run.stderr.trimEnd().split('\n');
    expect(JSON.parse(line)).toMatchObject({
      warning: { message: expect.stringContaining("VOICECTL_EVENTS_FILE: can't write") },
    });
    expect(others).toEqual([]);
    const failed = await voicectl(['agents', 'get', 'nobody', '-o', 'table'], { env });
    expect(failed.code).toBe(3);
    expect(failed.stderr.match(/VOICECTL_EVENTS_FILE/g)).toHaveLength(1);
  });
});

describe('what of a command line may be kept', () => {
  const of = (typed: readonly string[], texts: readonly string[] = []) =>
    tellableArguments(
      typed,
      {
        names: ['agents', 'test'],
        arguments: texts.map((value) => ({ name: 'message', value })),
      },
      {},
    ).args;

  it.each([
    [
      ['--policy', 'Be kind'],
      ['--policy', '[7 characters]'],
    ],
    [['--policy=Be kind'], ['--policy=[7 characters]']],
    [
      ['--instructions', '@prompt.md'],
      ['--instructions', '@prompt.md'],
    ],
    [
      ['--set', 'metadata.x=1'],
      ['--set', '[12 characters]'],
    ],
    [
      ['--name', 'My agent'],
      ['--name', 'My agent'],
    ],
    [['x'.repeat(300)], ['[300 characters]']],
  ])('%j is %j', (typed, kept) => {
    expect(of(typed)).toEqual(kept);
  });

  it('no message', () => {
    expect(of(['agents', 'test', 'A', 'Hi'], ['Hi'])).toEqual([
      'agents',
      'test',
      'A',
      '[2 characters]',
    ]);
  });
});
