/** `voicectl play` by voice, as scripts use it: the built binary, an agent on a socket, sound in files. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { wavIn } from '../src/voice/play/wav-sound';
import type { SessionEvent, TurnEnded } from '../src/voice/session-events';
import { moonshineHere, rate, spoken } from './voice-listening';
import { loudness, seconds, wavOf } from './voice-speak';
import {
  ctrlC,
  enter,
  failure,
  json,
  newFolder,
  type Run,
  startPlatform,
  Terminal,
  voicectl,
} from './voicectl';

let platform: Awaited<ReturnType<typeof startPlatform>>;
let id: string;
let open: Terminal | undefined;
const listener = await moonshineHere();

beforeAll(async () => {
  platform = await startPlatform();
  id = await agentWith({});
});
afterEach(() => open?.kill());
afterAll(() => platform.server.close());

async function agentWith(fields: Record<string, unknown>): Promise<string> {
  // One that is set to sts is made with a warning.
  const file = join(newFolder(), 'agent.json');
  writeFileSync(
    file,
    JSON.stringify({ name: 'Greeter', instructions: 'You are brief.', ...fields }),
  );
  const args = ['agents', 'create', '-f', file];
  return (await voicectl([...args, '-o', 'id'], { env: platform.env })).stdout.trim();
}

function play(args: readonly string[], cwd = newFolder(), input = ''): Promise<Run> {
  return voicectl(['play', ...args], { env: platform.env, cwd, input });
}

function eventsOf({ stdout }: Run): SessionEvent[] {
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

const endsOf = (run: Run): TurnEnded[] =>
  eventsOf(run).filter((event): event is TurnEnded => event.type === 'turn.ended');

/** Speech, and not silence or noise at full tilt. */
async function expectSpeech(file: string, least: number): Promise<number> {
  const sound = await wavIn(file);
  expect(loudness(sound.samples)).toBeGreaterThan(-35);
  expect(loudness(sound.samples)).toBeLessThan(-10);
  expect(seconds(sound)).toBeGreaterThan(least);
  return seconds(sound);
}

describe('play with a voice, in a script', () => {
  it('tells all that happens, one event a line', async () => {
    const cwd = newFolder();
    const run = await play([id, '--say', 'Where is my order?', '--out', 'answer.wav'], cwd);
    expect(run).toMatchObject({ code: 0, stderr: '' });
    const events = eventsOf(run);
    expect(events[0]).toEqual({
      type: 'turn.started',
      turn: 1,
      ms: expect.any(Number),
      message: 'Where is my order?',
      mode: 'streaming',
      voice: 'flite rms',
    });
    const ended = events.at(-1) as TurnEnded;
    const tokens = events.flatMap((event) => (event.type === 'token' ? event.text : []));
    expect(tokens.join('')).toBe(ended.response);
    const pieces = events.filter((event) => event.type === 'piece');
    expect(pieces.length).toBeGreaterThan(1);
    const over = events.filter((event) => event.type === 'played' && event.done);
    expect(over).toHaveLength(pieces.length);
    expect(ended).toMatchObject({
      type: 'turn.ended',
      reached: ended.response.length,
      stopped: false,
      underruns: 0,
      usage: { outputTokens: expect.any(Number) },
      marks: { firstToken: expect.any(Number), firstAudio: expect.any(Number) },
      stages: { think: expect.any(Number), speak: expect.any(Number) },
    });
    await expectSpeech(join(cwd, 'answer.wav'), ended.response.length / 30);
  });

  it('writes no code for a cursor', async () => {
    const run = await play([id, '--say', 'Hello', '--out', 'answer.wav']);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they must not be there
    expect(run.stdout + run.stderr).not.toMatch(/[\u001b\r]/);
  });

  it('keeps all answers in one file, or each in its own', async () => {
    const cwd = newFolder();
    const say = ['--say', 'Hello', '--say', 'Where is my order?'];
    expect(await play([id, ...say, '--out', 'all.wav'], cwd)).toMatchObject({ code: 0 });
    expect(await play([id, ...say, '--out', 'turn-{n}.wav'], cwd)).toMatchObject({ code: 0 });
    expect(readdirSync(cwd).sort()).toEqual(['all.wav', 'turn-1.wav', 'turn-2.wav']);
    const each = [
      await expectSpeech(join(cwd, 'turn-1.wav'), 0.5),
      await expectSpeech(join(cwd, 'turn-2.wav'), 0.5),
    ];
    const all = await expectSpeech(join(cwd, 'all.wav'), 1);
    expect(all).toBeCloseTo(Number(each[0]) + Number(each[1]), 0);
  });

  it('waits for the whole answer where the agent is set to batch, unless told otherwise', async () => {
    const batch = await agentWith({ voiceConfig: { pipelineMode: 'batch' } });
    const first = (run: Run, type: string) => eventsOf(run).findIndex((one) => one.type === type);
    const last = (run: Run, type: string) =>
      eventsOf(run).findLastIndex((one) => one.type === type);
    const set = await play([batch, '--say', 'Hello', '--out', 'a.wav']);
    expect(first(set, 'piece')).toBeGreaterThan(last(set, 'token'));
    expect(endsOf(set)[0]?.mode).toBe('batch');
    const told = await play([batch, '--say', 'Hello', '--out', 'a.wav', '--mode', 'streaming']);
    expect(endsOf(told)[0]?.mode).toBe('streaming');
  });

  it('refuses speech to speech, which the platform has not built', async () => {
    const env = platform.env;
    const args = ['play', id, '--voice', '--say', 'Hi', '--mode', 'sts'];
    expect((await failure(args, 2, { env })).message).toContain('has not built speech to speech');
    const sts = await agentWith({ voiceConfig: { pipelineMode: 'sts', stsProvider: 'openai' } });
    const { message, hint } = await failure(['play', sts, '--voice', '--say', 'Hi'], 2, { env });
    expect(message).toBe('The agent is set to sts: the platform has not built speech to speech');
    expect(hint).toContain('--mode streaming');
  });

  it('says which voice speaks when the agent has one that needs a key', async () => {
    const own = await agentWith({
      voiceConfig: { pipelineMode: 'streaming', voiceId: '21m00Tcm4TlvDq8ikWAM' },
    });
    const run = await play([own, '--say', 'Hello', '--out', 'a.wav', '-o', 'table']);
    expect(run.code).toBe(0);
    expect(run.stderr).toContain(
      'voice 21m00Tcm4TlvDq8ikWAM needs ELEVENLABS_API_KEY; speaking with flite rms',
    );
  });

  it('prints the answer as text, and where the time went on stderr', async () => {
    const run = await play([
      id,
      '--say',
      'Hello',
      '--voice',
      'slt',
      '--out',
      'a.wav',
      '-o',
      'table',
    ]);
    expect(run.stdout).toMatch(/^Hello! I'm Greeter.*\n$/);
    expect(run.stderr).toMatch(
      /^> Hello\nthink \d+ \| speak \d+ ms · first token \d+ ms · first audio \d+ ms · end to end \d+ ms · \d+ tokens\n$/,
    );
  });

  it('takes messages in the order of the command line, then those of the script', async () => {
    const cwd = newFolder();
    writeFileSync(join(cwd, 'talk.txt'), '# a talk\nThird\n\nFourth\n');
    const run = await play(['--script', 'talk.txt', '--say', 'First', id, '--say', 'Second'], cwd);
    expect(endsOf(run).map(({ message }) => message)).toEqual([
      'First',
      'Second',
      'Third',
      'Fourth',
    ]);
    expect(eventsOf(run)).toHaveLength(4);
  });

  it('tells all events of a chat by text, too, when asked to', async () => {
    for (const flag of [['--json'], ['-o', 'ndjson']]) {
      const run = await play([id, '--say', 'Hello', ...flag]);
      const types = new Set(eventsOf(run).map(({ type }) => type));
      expect([...types]).toEqual(['turn.started', 'token', 'turn.ended']);
    }
  });

  it('keeps each turn in a folder of its own', async () => {
    const cwd = newFolder();
    const run = await play([id, '--say', 'Hello', '--record', 'turns'], cwd);
    expect(run.code).toBe(0);
    const folder = join(cwd, 'turns', 'turn-1');
    expect(readdirSync(folder).sort()).toEqual(['answer.wav', 'turn.json']);
    await expectSpeech(join(folder, 'answer.wav'), 1);
    const kept = JSON.parse(readFileSync(join(folder, 'turn.json'), 'utf8'));
    expect(kept).toEqual(endsOf(run)[0]);
  });

  it('works with the embedded mock', async () => {
    const cwd = newFolder();
    const made = ['agents', 'create', '--name', 'A', '--instructions', 'Brief.', '--mock'];
    await json(made, { cwd });
    const run = await voicectl(['play', 'A', '--mock', '--say', 'Hi', '--out', 'a.wav'], { cwd });
    expect(run.code).toBe(0);
    await expectSpeech(join(cwd, 'a.wav'), 1);
  });
});

describe('play with a voice that can not be', () => {
  const refused = async (args: readonly string[], code = 2) =>
    failure(['play', id, ...args], code, { env: platform.env });

  it.each([
    [['--say', 'x', '--out', 'nowhere/a.wav'], 'its folder does not exist'],
    [['--say', 'x', '--voice', 'nobody'], 'There is no voice "nobody"'],
    [['--say', 'x', '--voice', 'elevenlabs'], 'needs a key of ElevenLabs'],
    [['--script', 'nothing.txt'], "Can't read nothing.txt"],
    [['--say', 'x', '--no-voice', '--out', 'a.wav'], '--out is for a voice'],
  ])('%j is refused before anything is sent', async (args, message) => {
    const sent = platform.mock.journal.calls('agents.test').length;
    expect((await refused(args)).message).toContain(message);
    expect(platform.mock.journal.calls('agents.test')).toHaveLength(sent);
  });

  it('is a failure where a file was wanted, though the text goes on', async () => {
    const cwd = newFolder();
    mkdirSync(join(cwd, 'taken.wav'));
    const args = [id, '--say', 'Hello', '--out', 'taken.wav'];
    const run = await play([...args, '-o', 'table'], cwd);
    expect(run.code).toBe(1);
    expect(run.stdout).toMatch(/^Hello! .*\n$/);
    expect(run.stderr).toMatch(/warning: taken.wav can't be written/);
    const events = eventsOf(await play(args, cwd));
    expect(events.filter(({ type }) => type === 'voice.failed')).toHaveLength(1);
  });

  it('names the way out where nobody can listen', async () => {
    const cwd = newFolder();
    writeFileSync(join(cwd, 'question.wav'), wavOf(new Int16Array(1600), 16_000));
    const { message, hint } = await failure(['play', id, '--in', 'question.wav'], 1, {
      env: platform.env,
      cwd,
    });
    expect(`${message} ${hint}`).toContain('voicectl voice install');
  });

  it('goes on as text where there is no loudspeaker', async (test) => {
    const devices = await json<{ outputs: { devices: { isDefault: boolean }[] } }>([
      'play',
      '--list-devices',
    ]);
    if (devices.outputs.devices.some(({ isDefault }) => isDefault)) test.skip();
    const run = await play([id, '--voice', '--say', 'Hello', '--say', 'Bye', '-o', 'table']);
    expect(run.code).toBe(0);
    expect(run.stdout.trim().split('\n')).toHaveLength(2);
    expect(run.stderr.match(/There is no loudspeaker here/g)).toHaveLength(1);
  });
});

describe.skipIf(listener === undefined)('play --in', async () => {
  const env = () => ({ ...platform.env, XDG_CACHE_HOME: dirname(dirname(String(listener))) });

  it('understands a recording, and answers it', async () => {
    const cwd = newFolder();
    const [question = new Int16Array(0)] = await spoken('I need help with my order.');
    writeFileSync(join(cwd, 'question.wav'), wavOf(question, rate));
    const args = ['play', id, '--in', 'question.wav', '--say', 'Bye', '--record', 'turns'];
    const run = await voicectl([...args, '--out', 'answer.wav'], { env: env(), cwd });
    expect(run).toMatchObject({ code: 0, stderr: '' });
    const events = eventsOf(run);
    expect(events[0]).toMatchObject({ type: 'turn.started', sound: 'question.wav' });
    const heard = events.filter((event) => event.type === 'heard');
    expect(heard.at(-1)).toMatchObject({ text: 'I need help with my order.', final: true });
    const [first, second] = endsOf(run);
    expect(first?.message).toBe('I need help with my order.');
    expect(first?.stages).toMatchObject({ listen: 0, hear: first?.marks.heard });
    expect(second?.message).toBe('Bye');
    const kept = join(cwd, 'turns', 'turn-1');
    expect(readdirSync(kept).sort()).toEqual(['answer.wav', 'question.wav', 'turn.json']);
    expect(seconds(await wavIn(join(kept, 'question.wav')))).toBeCloseTo(question.length / rate, 2);
    expect(existsSync(join(cwd, 'turns', 'turn-2', 'question.wav'))).toBe(false);
    await expectSpeech(join(cwd, 'answer.wav'), 1);
  });

  it('says so when there is nothing to understand', async () => {
    const cwd = newFolder();
    writeFileSync(join(cwd, 'silence.wav'), wavOf(new Int16Array(rate), rate));
    const args = ['play', id, '--in', 'silence.wav', '-o', 'table'];
    const run = await voicectl(args, { env: env(), cwd });
    expect(run).toMatchObject({ code: 1, stdout: '' });
    expect(run.stderr).toContain('Nothing was understood of silence.wav');
  });
});

describe('play with a voice, interrupted', () => {
  it('leaves a whole file, and says how far it came', async () => {
    const slow = await startPlatform({ pace: { firstToken: 20, token: 200 } });
    const made = ['agents', 'create', '--name', 'Slow', '--instructions', 'You are brief.'];
    const agent = String((await json(made, { env: slow.env })).id);
    const cwd = newFolder();
    const args = ['play', agent, '--say', 'Hello', '--say', 'Never said', '--record', 'turns'];
    const options = { env: slow.env, cwd, interruptAfter: 3500 };
    const run = await voicectl([...args, '--out', 'answer.wav'], options);
    expect(run.code).toBe(130);
    const [ended, ...more] = endsOf(run);
    expect(more).toEqual([]);
    expect(ended).toMatchObject({ message: 'Hello', stopped: true });
    expect(ended?.response).toMatch(/^Hello! /);
    const kept = JSON.parse(readFileSync(join(cwd, 'turns', 'turn-1', 'turn.json'), 'utf8'));
    expect(kept).toEqual(ended);
    await expectSpeech(join(cwd, 'answer.wav'), 0.3);
    await slow.server.close();
  });
});

describe('play with a voice, on a terminal', () => {
  it('shows the text while it speaks, and Ctrl-C stops both', async () => {
    const slow = await startPlatform({ pace: { firstToken: 20, token: 100 } });
    const made = ['agents', 'create', '--name', 'Slow', '--instructions', 'You are brief.'];
    const agent = String((await json(made, { env: slow.env })).id);
    const cwd = newFolder();
    mkdirSync(join(cwd, 'kept'));
    open = new Terminal(['play', agent, '--out', 'kept/{n}.wav'], { env: slow.env, cwd });
    await open.shows('you ›');
    open.type(`Hello!${enter}`);
    await open.shows("I'm Slow");
    open.type(ctrlC);
    await open.sees(/stopped at \d+ ms/);
    open.type(`My order?${enter}`);
    await open.sees(/first audio [\s\S]+ end to end/);
    open.type(`/quit${enter}`);
    expect(await open.exit()).toBe(0);
    await expectSpeech(join(cwd, 'kept', '2.wav'), 1);
    await slow.server.close();
  });
});
