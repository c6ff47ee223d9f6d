import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ctrlC, ctrlD, enter, json, startPlatform, Terminal, voicectl } from './voicectl';

let platform: Awaited<ReturnType<typeof startPlatform>>;
let slow: Awaited<ReturnType<typeof startPlatform>>;
let open: Terminal | undefined;

beforeAll(async () => {
  platform = await startPlatform();
  slow = await startPlatform({ pace: { firstToken: 50, token: 150 } });
});
afterEach(() => {
  open?.kill();
  open = undefined;
});
afterAll(async () => {
  await platform.server.close();
  await slow.server.close();
});

async function agentOn({ env }: { env: Record<string, string> }, name = 'Greeter') {
  const args = ['agents', 'create', '--name', name, '--instructions', 'You are brief.'];
  return String((await json(args, { env })).id);
}

function terminal(args: readonly string[], { env }: { env: Record<string, string> }): Terminal {
  open = new Terminal(args, { env });
  return open;
}

describe('play on a pipe', () => {
  it('answers one message a line, a JSON line for each', async () => {
    const id = await agentOn(platform);
    const { code, stdout } = await voicectl(['play', id], {
      env: platform.env,
      input: 'Hello!\n\n  What about my order?\r\n',
    });
    expect(code).toBe(0);
    const turns = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(turns).toMatchObject([
      { message: 'Hello!', response: expect.stringContaining('Greeter'), usage: {} },
      { message: 'What about my order?', response: expect.stringContaining('order') },
    ]);
    expect(turns[0]).toMatchObject({
      firstTokenMs: expect.any(Number),
      totalMs: expect.any(Number),
    });
  });

  it('prints plain answers when asked for a table, its own words on stderr', async () => {
    const id = await agentOn(platform);
    const { stdout, stderr } = await voicectl(['play', id, '-o', 'table'], {
      env: platform.env,
      input: 'Hello!',
    });
    expect(stdout).toMatch(/^Hello! I'm Greeter.*\n$/);
    expect(stderr).toMatch(/^> Hello!\nfirst token \d+ ms · done \d+ ms · \d+ tokens\n$/);
  });

  it('stops at the first message that fails, with its exit code', async () => {
    const id = await agentOn(platform);
    const { code, stdout, stderr } = await voicectl(['play', id], {
      env: platform.env,
      input: `Hello!\n${'x'.repeat(10_001)}\nNever sent\n`,
    });
    expect(code).toBe(2);
    expect(stdout.trim().split('\n')).toHaveLength(1);
    expect(JSON.parse(stderr)).toMatchObject({ error: { problems: [{ path: 'message' }] } });
  });

  it('wants an agent where nobody can pick one', async () => {
    const { code, stderr } = await voicectl(['play'], { env: platform.env, input: 'Hello!\n' });
    expect(code).toBe(2);
    expect(stderr).toContain('Which agent?');
  });
});

describe('play on a pipe, of an answer that breaks off', () => {
  it('ends the line of what there is of it before it says why', async () => {
    const id = await agentOn(platform);
    platform.mock.faults.add({ operation: 'agents.test', drop: 3 });
    const run = await voicectl(['play', id, '-o', 'table'], { env: platform.env, input: 'Hello!' });
    platform.mock.faults.clear();
    expect(run.code).toBe(1);
    expect(run.stdout).toBe("Hello! I'm\n");
    expect(run.stderr).toMatch(/^error: /m);
  });

  it('prints no line where there is nothing of it', async () => {
    const id = await agentOn(platform);
    platform.mock.faults.add({ operation: 'agents.test', status: 500 });
    const run = await voicectl(['play', id, '-o', 'table'], { env: platform.env, input: 'Hello!' });
    platform.mock.faults.clear();
    expect(run).toMatchObject({ code: 1, stdout: '' });
  });
});

describe('a terminal that does not know its width', () => {
  it('has lines of 80 letters, answers and tables alike', async () => {
    const id = await agentOn(platform, `Greeter ${'of many words '.repeat(7)}`.trim());
    const env = platform.env;
    open = new Terminal(['play', id], { env, columns: 0 });
    await open.shows('you ›');
    open.type(`Hello!${enter}`);
    await open.shows('first token');
    expect(open.text).toContain('Greeter of many words of many words');
    open.kill();
    open = new Terminal(['agents', 'list', '-o', 'table'], { env, columns: 0 });
    expect(await open.exit()).toBe(0);
    const [title = ''] = open.text.split('\r\n').filter((line) => line.startsWith('ID'));
    expect(title).toMatch(/^ID +NAME {10}/);
  });
});

describe('play on a terminal', () => {
  it('streams: the first words stand before the last are made', async () => {
    const id = await agentOn(slow);
    const chat = terminal(['play', id], slow);
    await chat.shows('you ›');
    chat.type(`Hello!${enter}`);
    await chat.shows("I'm Greeter");
    expect(chat.text).not.toContain('first token');
    await chat.shows('first token');
    await chat.shows('you ›');
    chat.type(`/quit${enter}`);
    expect(await chat.exit()).toBe(0);
  });

  it('stops the answer at Ctrl-C and leaves at the second', async () => {
    const id = await agentOn(slow);
    const chat = terminal(['play', id], slow);
    await chat.shows('you ›');
    chat.type(`Hello!${enter}`);
    await chat.shows('agent › Hello');
    chat.type(ctrlC);
    await chat.sees(/stopped at \d+ ms/);
    expect(chat.lines.join('\n')).not.toContain('end to end');
    chat.type(ctrlC);
    expect(await chat.exit()).toBe(130);
  });

  it('goes on after a stopped answer', async () => {
    const id = await agentOn(slow);
    const chat = terminal(['play', id], slow);
    await chat.shows('you ›');
    chat.type(`Hello!${enter}`);
    await chat.shows('agent ›');
    chat.type(ctrlC);
    await chat.shows('you ›');
    chat.type(`My order?${enter}`);
    await chat.shows('first token');
  });

  it('keeps what is typed while an answer streams', async () => {
    const id = await agentOn(slow);
    const chat = terminal(['play', id], slow);
    await chat.shows('you ›');
    chat.type(`Hello!${enter}`);
    await chat.shows('agent ›');
    chat.type(`Next one${enter}`);
    await chat.shows('first token');
    await chat.shows('you › Next one');
    await chat.shows('first token');
  });

  it('shows each pasted line once, with its answer', async () => {
    const id = await agentOn(platform);
    const chat = terminal(['play', id], platform);
    await chat.shows('you ›');
    chat.type(`First order${enter}Second refund${enter}`);
    await chat.shows('First order');
    await chat.shows('agent ›');
    await chat.shows('first token');
    await chat.sees(/^you › Second refund\nagent › [\s\S]+end to end/m);
    expect(chat.lines.join('\n').match(/Second refund/g)).toHaveLength(1);
  });

  it('clears a half-typed line at Ctrl-C before it leaves', async () => {
    const id = await agentOn(platform);
    const chat = terminal(['play', id], platform);
    await chat.shows('you ›');
    chat.type('half a thou');
    await chat.shows('half a thou');
    chat.type(ctrlC);
    chat.type(`Hello!${enter}`);
    await chat.shows('first token');
    expect(chat.text).toContain("I'm Greeter");
    chat.type(ctrlC);
    expect(await chat.exit()).toBe(130);
  });

  it('leaves at the end of input', async () => {
    const id = await agentOn(platform);
    const chat = terminal(['play', id], platform);
    await chat.shows('you ›');
    chat.type(ctrlD);
    expect(await chat.exit()).toBe(0);
  });

  it('tells of a message that fails and goes on', async () => {
    const id = await agentOn(platform);
    const chat = terminal(['play', id], platform);
    await chat.shows('you ›');
    platform.mock.reset();
    chat.type(`Hello!${enter}`);
    await chat.shows('error:');
    await chat.shows('you ›');
  });

  it('offers the agents to pick from when none is named', async () => {
    platform.mock.reset();
    await agentOn(platform, 'First made');
    await agentOn(platform, 'Second made');
    const chat = terminal(['play'], platform);
    await chat.shows('Which agent?');
    await chat.shows('First made (draft)');
    chat.type(enter);
    await chat.shows('Second made (draft).');
    await chat.shows('you ›');
  });

  it('never lets an agent write control characters to the terminal', async () => {
    const evil = await startPlatform({
      brain: {
        answer: () => [
          'safe ',
          '\u001b]0;owned\u0007',
          '\u001b[2J',
          '\u009b31m',
          '\u202eright',
          ' end',
        ],
        countInput: () => 1,
        suggest: () => ({}),
      },
    });
    const id = await agentOn(evil, 'Evil \u001b[31mname');
    const chat = terminal(['play', id], evil);
    await chat.shows('you ›');
    chat.type(`Hi${enter}`);
    await chat.shows(' end');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they must not be there
    expect(chat.raw).not.toMatch(/\u001b\]|\u0007|\u001b\[2J|\u009b|\u202e|\u001b\[31m/);
    await evil.server.close();
  });
});
