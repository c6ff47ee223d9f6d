/** The chat as a person sees it: a terminal emulator reads what the binary writes. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MockOptions } from '@voicectl/mock';
import { afterEach, describe, expect, it } from 'vitest';
import {
  ctrlC,
  ctrlD,
  enter,
  esc,
  json,
  newFolder,
  type RunOptions,
  startPlatform,
  Terminal,
} from './voicectl';

const ends: (() => unknown)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

/** An agent that says `answer` to everything, and the environment to reach it. */
async function agentThatSays(
  answer: readonly string[],
  pace: MockOptions['pace'] = { firstToken: 0, token: 0 },
) {
  const platform = await startPlatform({
    pace,
    brain: { answer: () => [...answer], countInput: () => 1, suggest: () => ({}) },
  });
  ends.push(() => platform.server.close());
  return { ...platform, id: await agentOn(platform) };
}

async function agentOn({ env }: { env: Record<string, string> }, name = 'Greeter') {
  const args = ['agents', 'create', '--name', name, '--instructions', 'You are brief.'];
  return String((await json(args, { env })).id);
}

function chat(
  args: readonly string[],
  options: RunOptions & { columns?: number; shell?: string },
): Terminal {
  const terminal = new Terminal(['play', ...args], options);
  ends.push(() => terminal.kill());
  return terminal;
}

const seen = (terminal: Terminal) => terminal.lines.join('\n');
const words = (count: number) => Array.from({ length: count }, (_, at) => `word${at} `);

describe('the screen of a chat', () => {
  it('keeps the conversation above, and the prompt and the foot below', async () => {
    const { id, env } = await agentThatSays(['At your ', 'door ', 'on Friday.']);
    const open = chat([id], { env });
    await open.sees(/you › *\n.*\/help/);
    open.type(`Where is it?${enter}`);
    await open.sees(
      /you › Where is it\?\nagent › At your door on Friday\.\nfirst token .*\nyou › *\n.*\/help.*\nGreeter/,
    );
  });

  it('shows an answer of 10,000 characters once and whole, whatever the size of the screen', async () => {
    const answer = words(1_100);
    const { id, env } = await agentThatSays(answer, { firstToken: 0, token: 1 });
    const open = chat([id], { env, columns: 60 });
    await open.sees('you ›');
    open.type(`Tell me all${enter}`);
    await open.sees('word40');
    open.resize(90, 12);
    await open.sees('word300');
    open.resize(40, 40);
    await open.sees('end to end');
    const all = seen(open);
    expect(all.match(/word\d+/g)).toEqual(answer.map((word) => word.trim()));
    expect(all.match(/agent ›/g)).toHaveLength(1);
    expect(all.match(/Greeter$/gm)).toHaveLength(1);
  });

  it('stays whole when the window shrinks and grows at the prompt', async () => {
    const { id, env } = await agentThatSays(['Yes.']);
    const open = chat([id], { env });
    await open.sees('you ›');
    open.type('a question that is longer than a narrow window');
    await open.sees('narrow window');
    open.resize(30, 30);
    // As the chat breaks the line, and not the terminal.
    await open.sees('      longer than a');
    open.resize(100, 30);
    await open.sees('you › a question that is longer than a narrow window');
    open.type(enter);
    await open.sees('end to end');
    expect(seen(open).match(/you ›/g)).toHaveLength(2);
    expect(seen(open)).toContain('agent › Yes.');
  });

  it('sends several lines as one message', async () => {
    const { id, env, mock } = await agentThatSays(['Yes.']);
    const open = chat([id], { env });
    await open.sees('you ›');
    open.type('first');
    open.type(`${esc}${enter}`);
    open.type('second');
    open.type('\u001b[200~third\nfourth\u001b[201~');
    await open.sees(/you › first\n +second ?third\n +fourth/);
    open.type(enter);
    await open.sees('end to end');
    const said = mock.journal.calls('agents.test').at(-1);
    expect(said?.body).toMatchObject({ message: 'first\nsecondthird\nfourth' });
  });

  it('offers what was sent before, and completes commands', async () => {
    const { id, env } = await agentThatSays(['Yes.']);
    const open = chat([id], { env });
    await open.sees('you ›');
    open.type(`Where is it?${enter}`);
    await open.sees('end to end');
    open.type('\u001b[A');
    await open.sees(/end to end.*\nyou › Where is it\?/);
    open.type(ctrlC);
    open.type('/met\t');
    await open.sees('you › /metrics');
    open.type('\u0015/s\t\t');
    await open.sees(/\/save-test {2}\/save\n/);
  });

  it('lets nothing through that an agent would tell the terminal', async () => {
    const evil = [
      'safe \u001b]0;ow',
      'ned\u0007\u001b',
      '[2J\u009b31m \u202eright',
      '\r\u0008\u001b',
      'c end',
    ];
    const { id, env } = await agentThatSays(evil);
    const open = chat([id], { env });
    await open.sees('you ›');
    open.type(`Hi${enter}`);
    await open.sees('end to end');
    expect(seen(open)).toMatch(/agent › safe .* right\nc end\n/);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they must not be there
    expect(open.raw).not.toMatch(/\u001b\]|\u0007|\u001b\[2J|\u009b|\u202e|\u0008|\u001bc/);
  });
});

describe('commands of a chat', () => {
  it('say what is wrong, and the chat goes on', async () => {
    const { id, env } = await agentThatSays(['Yes.']);
    const open = chat([id], { env });
    await open.sees('you ›');
    open.type(`/mod batch${enter}`);
    await open.sees('There is no command /mod');
    open.type(`/mode sts${enter}`);
    await open.sees('has not built speech to speech');
    open.type(`//mode is a word${enter}`);
    await open.sees(/you › \/mode is a word\nagent › Yes\./);
    open.type(`/quit${enter}`);
    expect(await open.exit()).toBe(0);
  });

  it('carry earlier turns along, and show it', async () => {
    const { id, env, mock } = await agentThatSays(['On Friday.']);
    const open = chat([id], { env });
    await open.sees('you ›');
    open.type(`Where is it?${enter}`);
    await open.sees('end to end');
    open.type(`/context on${enter}`);
    await open.sees(/context 1 turn/);
    open.type(`And then?${enter}`);
    await open.sees(/context 2 turns/);
    const said = mock.journal.calls('agents.test').at(-1);
    expect(JSON.stringify(said?.body)).toMatch(/Where is it\?.*On Friday\..*And then\?/);
    expect(seen(open)).toContain('you › And then?');
  });

  it('keep the conversation', async () => {
    const { id, env } = await agentThatSays(['On Friday.']);
    const cwd = newFolder();
    const open = chat([id], { env, cwd });
    await open.sees('you ›');
    open.type(`Where is it?${enter}`);
    await open.sees('end to end');
    open.type(`/save talk.md${enter}`);
    await open.sees(/talk\.md/);
    open.type(`/save-test order.check.yaml${enter}`);
    await open.sees(/voicectl play .*--check/);
    open.type(ctrlD);
    expect(await open.exit()).toBe(0);
    expect(readFileSync(join(cwd, 'talk.md'), 'utf8')).toMatch(/Where is it\?[\s\S]*On Friday\./);
    const args = ['play', id, '--check', 'order.check.yaml'];
    expect(await json(args, { env, cwd })).toMatchObject({});
  });

  it('try other instructions, and leave no trace of them', async () => {
    const platform = await startPlatform();
    ends.push(() => platform.server.close());
    const id = await agentOn(platform);
    const cwd = newFolder();
    writeFileSync(join(cwd, 'editor.sh'), 'printf "You are a pirate." > "$1"\n');
    const env = { ...platform.env, VISUAL: 'sh editor.sh' };
    const open = chat([id], { env, cwd });
    await open.sees('you ›');
    open.type(`Where is it?${enter}`);
    await open.sees('end to end');
    open.type(`/edit${enter}`);
    await open.sees(/Greeter \(edit 1\)/);
    await open.sees(/end to end[\s\S]*end to end/);
    open.type(`/quit${enter}`);
    expect(await open.exit()).toBe(0);
    const { data } = await json<{ data: { id: string }[] }>(['agents', 'list'], platform);
    expect(data.map((agent) => agent.id)).toEqual([id]);
    expect(seen(open)).toMatch(/pirate|kept|\.txt|\.md/);
  });
});

describe('a person who stops and leaves', () => {
  it('gets out of a command that hears nothing', async () => {
    const { id, env, mock } = await agentThatSays(['Yes.']);
    const open = chat([id], { env });
    await open.sees('/help');
    mock.faults.add({ operation: 'agents.get', latency: 60_000 });
    open.type(`/agent ${id}${enter}`);
    await open.sees('esc stops');
    open.type(ctrlC);
    open.type(ctrlC);
    expect(await open.exit()).toBe(130);
  });

  it('gets back what waited, and sends none of it', async () => {
    const { id, env, mock } = await agentThatSays(words(40), { firstToken: 50, token: 100 });
    const open = chat([id], { env });
    await open.sees('/help');
    open.type(`one${enter}two${enter}three${enter}`);
    await open.sees(/next › two\nnext › three/);
    await open.sees('word2');
    open.type(ctrlC);
    await open.sees(/stopped at[\s\S]*you › two\n +three/);
    open.type(ctrlC);
    open.type(ctrlC);
    expect(await open.exit()).toBe(130);
    expect(mock.journal.calls('agents.test')).toHaveLength(1);
  });

  it('leaves at once by /quit while an answer comes', async () => {
    const { id, env } = await agentThatSays(words(100), { firstToken: 50, token: 200 });
    const open = chat([id], { env });
    await open.sees('/help');
    open.type(`one${enter}`);
    await open.sees('word2');
    open.type(`/quit${enter}`);
    expect(await open.exit()).toBe(0);
    expect(seen(open)).toMatch(/stopped at \d+ ms/);
  });

  it('is told that an answer was stopped before its first word', async () => {
    const { id, env } = await agentThatSays(words(10), { firstToken: 2000, token: 10 });
    const open = chat([id], { env });
    await open.sees('/help');
    open.type(`one${enter}`);
    await open.sees('agent › …');
    open.type(esc);
    await open.sees('(stopped before a word)');
  });

  it('loses no line after the end of the input', async () => {
    const { id, env } = await agentThatSays(words(20), { firstToken: 50, token: 50 });
    const open = chat([id], { env });
    await open.sees('/help');
    open.type(`one${enter}`);
    await open.sees('word2');
    open.type(ctrlD);
    open.type(`lost${enter}`);
    expect(await open.exit()).toBe(0);
    expect(seen(open)).not.toContain('lost');
    expect(seen(open)).toContain('end to end');
  });
});

describe('a chat whose voice or agent changes', () => {
  async function twoAgents() {
    const platform = await startPlatform();
    ends.push(() => platform.server.close());
    const made = async (name: string, mode: string) => {
      const args = ['agents', 'create', '--name', name, '--instructions', 'You are brief.'];
      const all = [...args, '--set', `voiceConfig.pipelineMode=${mode}`];
      return String((await json(all, { env: platform.env })).id);
    };
    await made('Second', 'batch');
    return { ...platform, id: await made('First', 'streaming') };
  }

  it('speaks in the mode of the agent that answers', async () => {
    const { id, env } = await twoAgents();
    const open = chat([id, '--out', 'answer.wav'], { env });
    await open.sees('First · streaming');
    open.type(`/agent Second${enter}`);
    await open.sees('Second · batch');
  });

  it('says once that there is no loudspeaker, and is a chat by text from then on', async () => {
    const { id, env } = await twoAgents();
    const open = chat([id, '--voice', 'rms'], { env });
    await open.sees('First · streaming · flite rms');
    open.type(`one${enter}`);
    await open.sees('There is no loudspeaker here');
    open.type(`two${enter}`);
    await open.sees(/you › two[\s\S]*end to end/);
    await open.sees(/\nFirst\n/);
    expect(seen(open).match(/There is no loudspeaker here/g)).toHaveLength(1);
  });

  it('stands a server that calls an agent by a number', async () => {
    const { id, env, mock } = await agentThatSays(['Yes.']);
    mock.faults.add({ operation: 'agents.get', drift: { set: { name: 42 } } });
    const open = chat([id], { env });
    await open.sees(/\n42\n/);
    open.type(`one${enter}`);
    await open.sees('end to end');
  });
});

describe('a terminal is left as it was found', () => {
  const shell = 'stty -a > before; "$0" "$@"; code=$?; stty -a > after; exit $code';

  /** How it was before and after. */
  const modes = (cwd: string) =>
    ['before', 'after'].map((file) => readFileSync(join(cwd, file), 'utf8'));

  function expectRestored(open: Terminal, cwd: string) {
    const [before, after] = modes(cwd);
    expect(after).toBe(before);
    // The cursor is seen, and pasted text comes as it is.
    expect(open.raw.lastIndexOf('\u001b[?25h')).toBeGreaterThan(
      open.raw.lastIndexOf('\u001b[?25l'),
    );
    expect(open.raw.lastIndexOf('\u001b[?2004l')).toBeGreaterThan(
      open.raw.lastIndexOf('\u001b[?2004h'),
    );
  }

  const slow = { firstToken: 600, token: 100 };

  it.each<[string, number, (open: Terminal) => Promise<void>]>([
    [
      'by Ctrl-C at the prompt',
      130,
      async (open) => {
        await open.sees('/help');
        open.type(ctrlC);
      },
    ],
    [
      'by Ctrl-C twice before the first token',
      130,
      async (open) => {
        await open.sees('/help');
        open.type(`Hello${enter}`);
        await open.sees('agent › …');
        open.type(ctrlC);
        await open.sees('stopped');
        open.type(ctrlC);
      },
    ],
    [
      'by Ctrl-C twice while the answer comes',
      130,
      async (open) => {
        await open.sees('/help');
        open.type(`Hello${enter}`);
        await open.sees('word3');
        open.type(ctrlC);
        await open.sees('stopped');
        open.type(ctrlC);
      },
    ],
    [
      'by SIGTERM while the answer comes',
      130,
      async (open) => {
        await open.sees('/help');
        open.type(`Hello${enter}`);
        await open.sees('word3');
        // The shell between us hands nothing on.
        process.kill(Number(readFileSync(join(open.cwd, 'pid'), 'utf8')), 'SIGTERM');
      },
    ],
    [
      'by /quit',
      0,
      async (open) => {
        await open.sees('/help');
        open.type(`/quit${enter}`);
      },
    ],
  ])('%s', async (_, code, leave) => {
    const { id, env } = await agentThatSays(words(60), slow);
    const cwd = newFolder();
    const withPid = `stty -a > before; sh -c 'echo $$ > pid; exec "$0" "$@"' "$0" "$@"; ${shell.slice(shell.indexOf('code='))}`;
    const open = chat([id], { env, cwd, shell: withPid });
    await leave(open);
    expect(await open.exit()).toBe(code);
    expectRestored(open, cwd);
  });

  it('when a voice is speaking, at Ctrl-C, and the sound that was heard is kept', async () => {
    const { id, env } = await agentThatSays(['One sentence. ', 'And another one.']);
    const cwd = newFolder();
    const open = chat([id, '--out', 'answer.wav'], { env, cwd, shell });
    await open.sees('/help');
    open.type(`Hello${enter}`);
    await open.sees('first audio');
    open.type(ctrlC);
    expect(await open.exit()).toBe(130);
    expectRestored(open, cwd);
    expect(existsSync(join(cwd, 'answer.wav'))).toBe(true);
  });
});
