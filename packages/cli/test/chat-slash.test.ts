/** The commands of a chat, on a real platform. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { clean } from '../src/output/clean';
import { espeakFolder } from '../src/voice/speak/espeak';
import { type Chat, openChat } from './chat-slash';
import { closeServers } from './voice-cloud';
import { endpoint, speaking } from './voice-cloud-openai';
import { newFolder, startPlatform } from './voicectl';

let platform: Awaited<ReturnType<typeof startPlatform>>;
const chats: Chat[] = [];
beforeAll(async () => {
  platform = await startPlatform();
});
afterEach(async () => {
  platform.mock.faults.clear();
  await Promise.all(chats.splice(0).map((chat) => chat.end()));
  await closeServers();
});
afterAll(() => platform.server.close());

let made = 0;
async function newAgent(
  extra: Record<string, unknown> = {},
): Promise<{ id: string; name: string }> {
  made += 1;
  const agent = { name: `Agent ${made}`, instructions: 'Be brief.', ...extra };
  const response = await fetch(`${platform.server.agentsUrl}/agents`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': 'k' },
    body: JSON.stringify(agent),
  });
  return (await response.json()) as { id: string; name: string };
}

async function chatWith(
  extra: Record<string, unknown> = {},
  options: Parameters<typeof openChat>[2] = {},
): Promise<Chat> {
  const { id } = await newAgent(extra);
  const chat = await openChat(platform, id, options);
  chats.push(chat);
  return chat;
}

const sent = (id: string) =>
  platform.mock.journal
    .calls('agents.test')
    .filter((entry) => entry.id === id)
    .flatMap(({ body }) => (body as { message: string } | undefined)?.message ?? []);

describe('/retry', () => {
  it('says the last message again', async () => {
    const chat = await chatWith();
    await expect(chat.type('/retry')).rejects.toThrow('Nothing has been said yet');
    await chat.type('Hello there');
    await chat.type('/retry');
    expect(sent(chat.room.agentId)).toEqual(['Hello there', 'Hello there']);
  });

  it('says it again where no answer came', async () => {
    const chat = await chatWith();
    await chat.type('Hello there');
    platform.mock.faults.add({ operation: 'agents.test', status: 500, times: 1 });
    await expect(chat.type('And now?')).rejects.toThrow();
    await chat.type('/retry');
    expect(sent(chat.room.agentId).at(-1)).toBe('And now?');
  });
});

describe('/mode and /voice', () => {
  it('changes when speech begins, and refuses what the platform has not built', async () => {
    const chat = await chatWith({}, { flags: { voice: 'slt' } });
    await chat.type('/mode batch');
    expect(chat.room.mode).toBe('batch');
    expect(chat.shown()).toBe('Mode: batch.');
    await expect(chat.type('/mode sts')).rejects.toThrow(
      '/mode sts: the platform has not built speech to speech',
    );
    await expect(chat.type('/mode batch streaming')).rejects.toThrow('One mode at a time');
    await expect(chat.type('/mode fast')).rejects.toThrow('There is no mode "fast"');
    await chat.type('/mode');
    expect(chat.shown()).toBe('Mode: batch.');
  });

  it('changes who speaks, and keeps who does where there is no such voice', async () => {
    const chat = await chatWith();
    await chat.type('/voice');
    expect(chat.shown()).toBe('No voice: answers are text alone.');
    await chat.type('/mode');
    expect(chat.shown()).toBe(
      'Mode: streaming, as soon as there is a voice. /voice on brings one.',
    );
    await chat.type('/mode batch');
    const batch = 'Mode: batch, as soon as there is a voice. /voice on brings one.';
    expect(chat.shown()).toBe(batch);
    await chat.type('/mode');
    expect(chat.shown()).toBe(batch);
    await chat.type('/voice SLT');
    expect(chat.room.mode).toBe('batch');
    expect(chat.shown()).toMatch(/^Voice: .*, batch\.$/);
    const before = chat.room.voice;
    await expect(chat.type('/voice nobody')).rejects.toThrow(/nobody/);
    expect(chat.room.voice).toBe(before);
    await chat.type('/voice off');
    expect(chat.room.voice).toBeUndefined();
  });
});

describe('without a voice', () => {
  it('the mode to come is the one of the agent', async () => {
    const chat = await chatWith({ voiceConfig: { pipelineMode: 'batch', voiceId: 'v' } });
    await chat.type('/mode');
    expect(chat.shown()).toContain('Mode: batch, as soon as');
  });

  it('the mode to come is the one that a flag or a command named', async () => {
    const chat = await chatWith({}, { flags: { voice: 'slt', mode: 'batch' } });
    await chat.type('/voice off');
    chat.shown();
    await chat.type('/mode');
    expect(chat.shown()).toContain('Mode: batch, as soon as');
    await chat.type('/mode streaming');
    expect(chat.shown()).toContain('Mode: streaming, as soon as');
  });
});

describe('/voice and the tab key', () => {
  it('offer eSpeak NG where it is installed', async () => {
    const cache = newFolder();
    const chat = await chatWith({}, { env: { XDG_CACHE_HOME: cache } });
    expect(await chat.commands.completions('/voice es', 9, chat.room)).toEqual([]);
    const name = '@echogarden/espeak-ng-emscripten';
    const place = join(espeakFolder({ env: { XDG_CACHE_HOME: cache } }), 'node_modules', name);
    mkdirSync(place, { recursive: true });
    writeFileSync(join(place, 'index.js'), '');
    expect(await chat.commands.completions('/voice es', 9, chat.room)).toEqual(['/voice espeak']);
  });
});

describe('/agent', () => {
  it('finds another one by id, by the beginning of it, by name and by a part of that', async () => {
    const chat = await chatWith();
    const other = await newAgent({ name: 'Orders and returns' });
    for (const word of [other.id, other.id.slice(0, 8), '"Orders and returns"', 'nd retu']) {
      const { id } = await newAgent();
      await chat.type(`/agent ${id}`);
      await chat.type(`/agent ${word}`);
      expect(chat.room.agentId).toBe(other.id);
      expect(chat.shown()).toContain(
        `Orders and returns answers (draft, version 1; id ${other.id})`,
      );
    }
    await chat.type('Where is it?');
    expect(sent(other.id)).toEqual(['Where is it?']);
  });

  it('says which there are where several fit, and changes nothing', async () => {
    const chat = await chatWith();
    const before = chat.room.agentId;
    const twins = [await newAgent({ name: 'Twin one' }), await newAgent({ name: 'Twin two' })];
    const failing = expect(chat.type('/agent twin')).rejects;
    await failing.toThrow('2 agents have "twin" in their name');
    await expect(chat.type('/agent twin')).rejects.toThrow(twins[1]?.id.slice(0, 8) ?? 'none');
    await expect(chat.type('/agent nobody at all')).rejects.toThrow('No agent has the id or name');
    await expect(chat.type('/agent -')).rejects.toThrow('- is no agent');
    expect(chat.room.agentId).toBe(before);
  });

  it('offers the names that there are', async () => {
    const chat = await chatWith({ name: 'Zebra desk' });
    await newAgent({ name: 'Zebra \u001b[2J' });
    const offered = await chat.commands.completions('/agent zeb', 10, chat.room);
    expect(offered).toEqual(['/agent Zebra desk']);
    const quoted = await chat.commands.completions('/versus zeb', 11, chat.room);
    expect(quoted).toEqual(['/versus Zebra desk']);
  });
});

describe('/context', () => {
  it('takes earlier turns along, and says how many', async () => {
    const chat = await chatWith();
    await chat.type('My name is Ada');
    await chat.type('/context on');
    expect(chat.shown()).toMatch(/the next message carries one turn, \d+ of 10000 characters/);
    await chat.type('Who am I?');
    expect(sent(chat.room.agentId).at(-1)).toContain('My name is Ada');
    await chat.type('/context');
    expect(chat.shown()).toContain('carries 2 turns');
    await chat.type('/context off');
    expect(chat.shown()).toContain('Context is off');
    await chat.type('Who am I?');
    expect(sent(chat.room.agentId).at(-1)).toBe('Who am I?');
    await expect(chat.type('/context maybe')).rejects.toThrow('/context is on or off');
  });

  it("says when the agent's memory is switched off", async () => {
    const chat = await chatWith({ memoryConfig: { enabled: false } });
    await chat.type('/context on');
    expect(chat.shown()).toContain("the agent's memory is switched off");
  });
});

describe('/history, /metrics and /help', () => {
  it('show what there was, each turn with who answered', async () => {
    const chat = await chatWith({ name: 'First' });
    await chat.type('/history');
    expect(chat.shown()).toBe('Nothing has been said yet.');
    await chat.type('/metrics');
    expect(chat.shown()).toBe('Nothing has been measured yet.');
    await chat.type('Hello');
    const second = await newAgent({ name: 'Second' });
    await chat.type(`/agent ${second.id}`);
    await chat.type('Hello again');
    chat.shown();
    await chat.type('/history');
    expect(chat.shown()).toMatch(
      /^1 {2}you: Hello\n {3}First: .+\n2 {2}you: Hello again\n {3}Second: /s,
    );
    await chat.type('/metrics');
    expect(chat.shown()).toContain('Second');
  });

  it('end with Esc, whatever they wait for', async () => {
    const chat = await chatWith();
    const real = chat.room.agentId;
    const other = await chatWith({ name: 'Slow' });
    await chat.room.useAgent(other.room.agentId);
    await chat.type('Hello');
    await chat.room.useAgent(real);
    platform.mock.faults.add({ operation: 'agents.get', latency: 60_000 });
    const asked = chat.type('/history');
    setTimeout(() => chat.stop(), 50);
    await expect(asked).rejects.toMatchObject({ name: 'AbortError' });
    platform.mock.faults.clear();
  });

  it('help with all commands', async () => {
    const chat = await chatWith();
    await chat.type('/help');
    const shown = chat.shown();
    for (const { name } of chat.commands.all) expect(shown).toContain(`/${name}`);
    expect(await chat.type('/quit')).toBe('quit');
  });
});

describe('/save', () => {
  it.each(['talk.md', 'talk.json', 'talk.txt'])('keeps the conversation in %s', async (file) => {
    const cwd = newFolder();
    const chat = await chatWith({ name: 'Keeper' }, { cwd });
    await expect(chat.type(`/save ${file}`)).rejects.toThrow('There is nothing to save yet');
    await chat.type('Where is my order?');
    await chat.type(`/save ${file}`);
    const text = readFileSync(join(cwd, file), 'utf8');
    expect(text).toContain('Where is my order?');
    expect(text).toContain('Keeper');
    expect(chat.shown()).toContain(`Saved one turn in ${join(cwd, file)}`);
  });

  it.runIf(process.platform === 'linux')('says why a folder takes no file', async () => {
    const chat = await chatWith();
    await chat.type('Hello');
    await expect(chat.type('/save /proc/a.md')).rejects.toMatchObject({
      name: 'UsageError',
      message: expect.stringMatching(/^Can't write \/proc\/a\.md: [^/]*$/),
      hint: 'Name another file.',
    });
  });

  it('replaces a file only when it is told to', async () => {
    const cwd = newFolder();
    const chat = await chatWith({}, { cwd });
    await chat.type('Hello');
    writeFileSync(join(cwd, 'my talk.md'), 'precious');
    await expect(chat.type('/save my talk.md')).rejects.toThrow('my talk.md is there already');
    expect(readFileSync(join(cwd, 'my talk.md'), 'utf8')).toBe('precious');
    await chat.type('/save my talk.md --force');
    expect(readFileSync(join(cwd, 'my talk.md'), 'utf8')).toContain('Hello');
    expect(readdirSync(cwd)).toEqual(['my talk.md']);
  });

  it('refuses what it can not write, and leaves nothing behind', async () => {
    const cwd = newFolder();
    const chat = await chatWith({}, { cwd });
    await chat.type('Hello');
    mkdirSync(join(cwd, 'folder.md'));
    await expect(chat.type('/save a.wav')).rejects.toThrow('no sound');
    await expect(chat.type('/save none/a.md')).rejects.toThrow('its folder does not exist');
    await expect(chat.type('/save folder.md --force')).rejects.toThrow(
      /^Can't write folder\.md: it is a folder$/,
    );
    expect(readdirSync(cwd)).toEqual(['folder.md']);
    await chat.type('/save');
    expect(readdirSync(cwd).some((name) => /^conversation-\d{8}-\d{6}\.md$/.test(name))).toBe(true);
    expect(existsSync(join(cwd, 'none'))).toBe(false);
  });
});

/** Sound from a server of this machine: what speaks offline is started from the built command line. */
async function voiceOfItsOwn() {
  const { url, asked } = await endpoint(speaking);
  return { env: { OPENAI_BASE_URL: url }, asked };
}

describe('/compare', () => {
  it('runs a message through both modes, in silence, and counts for neither', async () => {
    const { env } = await voiceOfItsOwn();
    const chat = await chatWith({ name: 'Measured' }, { env });
    await expect(chat.type('/compare')).rejects.toThrow('Nothing has been said yet');
    await chat.type('/compare 1 "Hi."');
    const { id } = await chat.room.agent();
    expect(sent(id)).toEqual(['Hi.', 'Hi.']);
    const shown = chat.shown();
    expect(shown).toContain('batch against streaming, one round: 2 turns, silent but at the pace');
    expect(shown).toMatch(/^batch · round 1 of 1 · first audio \d+ ms · end to end \d+ ms$/m);
    expect(shown).toMatch(/^streaming · round 1 of 1 · first audio \d+ ms/m);
    expect(shown).toContain('Medians of Measured, spoken by ');
    expect(shown).toMatch(/^batch +1 +\d+ ms +\d+ ms +\d+ ms +\d+$/m);
    expect(shown).toMatch(/^streaming +1 +\d+ ms +\d+ ms +\d+ ms +\d+$/m);
    expect(chat.room.turns).toEqual([]);
    expect(chat.room.voice).toBeUndefined();
  });

  it('shows the medians of what is done when it is stopped', async () => {
    const { env } = await voiceOfItsOwn();
    const chat = await chatWith({ name: 'Measured' }, { env });
    const running = chat.type('/compare 20 "Hi."');
    let shown = '';
    await expect
      .poll(() => (shown += `${chat.shown()}\n`), { timeout: 20_000 })
      .toContain('batch · round 1 of 20');
    chat.stop();
    await running;
    shown += chat.shown();
    expect(shown).toMatch(/^Stopped after \d+ of 40 turns\.$/m);
    expect(shown).toMatch(/^batch +\d +\d+ ms +\d+ ms/m);
    expect(chat.lived.length).toBeGreaterThan(0);
  });

  it('shows no medians when it is stopped before a turn is done', async () => {
    const { env } = await voiceOfItsOwn();
    const chat = await chatWith({}, { env });
    platform.mock.faults.add({ operation: 'agents.test', latency: 60_000 });
    const running = chat.type('/compare "Hi."');
    const failing = expect(running).rejects.toMatchObject({ name: 'AbortError' });
    await expect.poll(() => chat.lived.length).toBeGreaterThan(0);
    chat.stop();
    await failing;
    expect(chat.shown()).not.toContain('Medians');
  });

  it('asks the last message as it was asked', async () => {
    const { env, asked } = await voiceOfItsOwn();
    const chat = await chatWith({}, { env });
    await chat.type('My name is Ada.');
    await chat.type('/context on');
    await chat.type('Who?');
    await chat.type('/compare streaming batch 1');
    const [, , ...compared] = sent(chat.room.agentId);
    expect(compared).toHaveLength(2);
    for (const message of compared) {
      expect(message).toMatch(/My name is Ada\..*Who\?$/s);
      expect(message.match(/Who\?/g)).toHaveLength(1);
    }
    expect(asked.length).toBeGreaterThan(0);
  });
});

describe('/versus', () => {
  it('gives the same turn to two agents, and counts for neither', async () => {
    const chat = await chatWith({ name: 'Mine' });
    const other = await newAgent({ name: 'The other one' });
    await chat.type('Where is my order?');
    await chat.type('/versus "The other one"');
    expect(sent(other.id)).toEqual(['Where is my order?']);
    expect(sent(chat.room.agentId)).toEqual(['Where is my order?', 'Where is my order?']);
    await chat.type(`/versus ${other.id} And the price?`);
    expect(sent(other.id).at(-1)).toBe('And the price?');
    expect(chat.room.turns).toHaveLength(1);
    const shown = chat.shown();
    expect(shown).toContain('The other one');
    expect(shown.match(/first token/g)).toHaveLength(4);
  });

  it('takes a name without quotes, and what is behind it for the message', async () => {
    const chat = await chatWith({ name: 'Mine' });
    const second = await newAgent({ name: 'Second agent' });
    const longer = await newAgent({ name: 'Second agent of two' });
    const desk = await newAgent({ name: 'The parcel counter' });
    await chat.type('Hello');
    for (const [words, id, message] of [
      ['second agent', second.id, 'Hello'],
      ['second agent where is it?', second.id, 'where is it?'],
      ['second agent "where is it?"', second.id, 'where is it?'],
      ['Second Agent of two and\nnow?', longer.id, 'and\nnow?'],
      ['parcel counter', desk.id, 'Hello'],
      ['parcel And now?', desk.id, 'And now?'],
      [`${desk.id.slice(0, 8)} And now?`, desk.id, 'And now?'],
    ] as const) {
      await chat.type(`/versus ${words}`);
      expect([words, sent(id).at(-1)]).toEqual([words, message]);
    }
    await chat.type('/agent second agent');
    expect(chat.room.agentId).toBe(second.id);
    await expect(chat.type('/versus nobody at all')).rejects.toThrow('No agent has the id or name');
  });

  it('shows nothing that a terminal would obey', async () => {
    const chat = await chatWith({ name: 'Mine \u001b[2J' });
    const other = await newAgent({ name: 'Other \u009b2J\u202e' });
    await chat.type(`/versus ${other.id} Hello!\u0007`);
    const lines = [chat.shown(), ...chat.lived.flat()].join('\n');
    expect(lines).toContain('Mine [2J');
    expect(clean(lines)).toBe(lines);
    await chat.type(`/agent ${other.id}`);
    await chat.type('Hello!\u0007');
    for (const line of ['/history', '/metrics', '/agent', '/context on']) await chat.type(line);
    const shown = chat.shown();
    expect(clean(shown)).toBe(shown);
  });

  it('needs another agent', async () => {
    const chat = await chatWith();
    await chat.type('Hello');
    await expect(chat.type('/versus')).rejects.toThrow('Against which agent?');
    await expect(chat.type(`/versus ${chat.room.agentId}`)).rejects.toThrow('answers here already');
  });

  it('shows the one answer where the other fails, and fails where both do', async () => {
    const chat = await chatWith({ name: 'Mine' });
    const other = await newAgent({ name: 'Broken' });
    const { faults } = platform.mock;
    faults.add({ operation: 'agents.test', id: other.id, status: 400, times: 1 });
    await chat.type(`/versus ${other.id} Hello`);
    expect(chat.shown()).toMatch(/first token/);
    faults.add({ operation: 'agents.test', status: 400, times: 2 });
    await expect(chat.type(`/versus ${other.id} Hello`)).rejects.toThrow();
  });
});
