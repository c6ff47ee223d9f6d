/** The process behind the tools: standard output holds the protocol alone, and it ends when it should. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { describe, expect, it, onTestFinished } from 'vitest';
import { platform, strangeServer } from './assistant';
import { binary, cleanEnv, ctrlC, newFolder, Terminal, voicectl } from './voicectl';

interface Message {
  readonly jsonrpc: '2.0';
  readonly id?: number | string | null;
  readonly result?: Readonly<Record<string, unknown>>;
  readonly error?: { readonly code: number; readonly message: string };
}

const clientInfo = { name: 'test', version: '1.0.0' };
const hello = { protocolVersion: '2025-06-18', capabilities: {}, clientInfo };

/** Takes requests and never says a word; tells when it was asked, and when the connection was left. */
async function silentServer() {
  let asked: () => void = () => {};
  let left: () => void = () => {};
  const isAsked = new Promise<void>((resolve) => {
    asked = resolve;
  });
  const isLeft = new Promise<void>((resolve) => {
    left = resolve;
  });
  const env = await strangeServer((_, response) => {
    response.on('close', left);
    asked();
  });
  return { env, isAsked, isLeft };
}

/** A client that can say what no client should. */
class Wire {
  readonly lines: string[] = [];
  stderr = '';
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #read: AsyncIterator<string>;

  constructor(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
    this.#child = spawn(process.execPath, [binary, 'mcp', ...args], {
      cwd: newFolder(),
      env: cleanEnv(env),
    });
    this.#child.stdin.on('error', () => {});
    this.#child.stderr.on('data', (chunk: Buffer) => {
      this.stderr += chunk.toString();
    });
    this.#read = createInterface(this.#child.stdout)[Symbol.asyncIterator]();
    onTestFinished(() => {
      this.#child.kill('SIGKILL');
    });
  }

  write(text: string): void {
    this.#child.stdin.write(text);
  }

  send(message: Readonly<Record<string, unknown>>): void {
    this.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  }

  /** The next line of standard output, which must be a message. */
  async next(): Promise<Message> {
    const { value } = await this.#read.next();
    this.lines.push(String(value));
    return JSON.parse(String(value)) as Message;
  }

  async ask(id: number, method: string, params: Readonly<Record<string, unknown>> = {}) {
    this.send({ id, method, params });
    return this.next();
  }

  async greet(): Promise<Message> {
    const answer = await this.ask(0, 'initialize', hello);
    this.send({ method: 'notifications/initialized' });
    return answer;
  }

  /** What is still on standard output, and the exit code. */
  async end(how: 'stdin' | NodeJS.Signals) {
    const exit = once(this.#child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
    if (how === 'stdin') this.#child.stdin.end();
    else this.#child.kill(how);
    const rest: string[] = [];
    for (let line = await this.#read.next(); !line.done; line = await this.#read.next()) {
      rest.push(line.value);
    }
    const [code] = await exit;
    return { code, rest };
  }
}

describe('standard output', () => {
  it('holds nothing but messages, whatever the platform says', async () => {
    const wire = new Wire(['--mock', '--allow-writes']);
    expect((await wire.greet()).result).toMatchObject({ serverInfo: { name: 'voicectl' } });
    const instructions = 'a\n{"jsonrpc":"2.0","id":2}\n\u001b[2J\r\u2028b';
    const create = { name: 'agents_create', arguments: { name: 'A\nB', instructions, x: 1 } };
    const created = await wire.ask(1, 'tools/call', create);
    expect(created).toMatchObject({ id: 1, result: { structuredContent: { instructions } } });
    const failing = { name: 'agents_get', arguments: { id: '\n' } };
    expect(await wire.ask(2, 'tools/call', failing)).toMatchObject({ result: { isError: true } });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must not be there
    for (const line of wire.lines) expect(line).not.toMatch(/[\u0000-\u001f]/);
    expect(await wire.end('stdin')).toEqual({ code: 0, rest: [] });
    expect(wire.stderr).toBe('');
  });

  it('stays empty when nobody asks anything', async () => {
    expect(await voicectl(['mcp'])).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  it.each(['yaml', 'table', 'ndjson'])('is the same with -o %s', async (format) => {
    const wire = new Wire(['--mock', '-o', format]);
    await wire.greet();
    expect(await wire.ask(1, 'tools/call', { name: 'agents_list' })).toMatchObject({
      id: 1,
      result: { structuredContent: { data: [] } },
    });
    expect(await wire.end('stdin')).toEqual({ code: 0, rest: [] });
  });

  it('takes a reader that goes away', async () => {
    const child = spawn(process.execPath, [binary, 'mcp', '--mock'], {
      cwd: newFolder(),
      env: cleanEnv(),
    });
    child.stdin.on('error', () => {});
    child.stdout.destroy();
    const exit = once(child, 'exit');
    child.stdin.write('{"jsonrpc":"2.0","id":1,"method":"tools/list"}\n');
    expect(await exit).toEqual([0, null]);
  });
});

describe('standard input', () => {
  it.each([
    ['a broken line', 'nonsense{\n'],
    ['an empty line', '\n\r\n'],
    ['half a message in JSON', '{"jsonrpc":"2.0","id":1,\n'],
    ['JSON that is no message', '{"hello": "world"}\n[1]\n5\n'],
    ['bytes that are no text', '\ufffd\u0000\n'],
    ['an answer to nothing', '{"jsonrpc":"2.0","id":77,"result":{}}\n'],
  ])('may hold %s; the next message is answered', async (_, text) => {
    const wire = new Wire(['--mock']);
    wire.write(text);
    await wire.greet();
    wire.write(text);
    expect(await wire.ask(1, 'tools/list')).toMatchObject({
      id: 1,
      result: { tools: expect.any(Array) },
    });
    expect(await wire.end('stdin')).toEqual({ code: 0, rest: [] });
    expect(wire.stderr).not.toMatch(/ {4}at |\n {2}/);
  });

  it('may come in pieces, and with the ends of lines of Windows', async () => {
    const wire = new Wire(['--mock']);
    await wire.greet();
    wire.write('{"jsonrpc":"2.0","id":1,"met');
    wire.write('hod":"tools/list"}\r\n');
    expect(await wire.next()).toMatchObject({ id: 1 });
  });

  it('may ask for a method that there is not, or with arguments that are none', async () => {
    const wire = new Wire(['--mock']);
    await wire.greet();
    expect(await wire.ask(1, 'agents/list')).toMatchObject({ error: { code: -32601 } });
    const odd = { name: 'agents_list', arguments: [1] };
    expect(await wire.ask(2, 'tools/call', odd)).toMatchObject({ id: 2, error: { code: -32602 } });
    const proto =
      '{"jsonrpc":"2.0","id":3,"method":"tools/call","params":{"name":"agents_get","arguments":{"__proto__":{"id":"x"}}}}\n';
    wire.write(proto);
    expect(await wire.next()).toMatchObject({ id: 3, result: { isError: true } });
  });
});

describe('the end', () => {
  it.each(['stdin', 'SIGINT', 'SIGTERM'] as const)(
    'comes with %s, and is no failure',
    async (how) => {
      const wire = new Wire(['--mock']);
      await wire.greet();
      expect(await wire.end(how)).toEqual({ code: 0, rest: [] });
      expect(wire.stderr).toBe('');
    },
  );

  it('by SIGTERM does not wait for a call, whose connection it ends', async () => {
    const { env, isAsked, isLeft } = await silentServer();
    const wire = new Wire([], env);
    await wire.greet();
    wire.send({ id: 1, method: 'tools/call', params: { name: 'agents_list' } });
    await isAsked;
    expect(await wire.end('SIGTERM')).toEqual({ code: 0, rest: [] });
    await isLeft;
    expect(wire.stderr).toBe('');
  });

  it('of standard input comes after the answers to what it asked', async () => {
    const { env, mock } = await platform();
    mock.faults.add({ operation: 'agents.create', latency: 200 });
    const create = { name: 'agents_create', arguments: { name: 'A', instructions: 'Be brief.' } };
    const messages = [
      { id: 0, method: 'initialize', params: hello },
      { method: 'notifications/initialized' },
      { id: 1, method: 'tools/call', params: create },
      { id: 2, method: 'tools/call', params: { name: 'agents_list' } },
      { id: 'three', method: 'tools/list' },
    ];
    const input = messages
      .map((each) => `${JSON.stringify({ jsonrpc: '2.0', ...each })}\n`)
      .join('');
    const run = await voicectl(['mcp', '--allow-writes'], { env, input });
    expect(run).toMatchObject({ code: 0, stderr: '' });
    const answers = run.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Message);
    expect(new Set(answers.map(({ id }) => id))).toEqual(new Set([0, 1, 2, 'three']));
    const [made] = mock.state.agents.values();
    expect(answers.find(({ id }) => id === 1)).toMatchObject({
      result: { structuredContent: { id: made?.agent.id } },
    });
  });

  it('of standard input waits no longer than a call may take', async () => {
    const { env, isLeft } = await silentServer();
    const wire = new Wire(['--timeout', '300'], { ...env, VOICECTL_MAX_RETRIES: '0' });
    await wire.greet();
    wire.send({ id: 1, method: 'tools/call', params: { name: 'agents_list' } });
    const { code, rest } = await wire.end('stdin');
    expect(code).toBe(0);
    expect(rest.map((line) => JSON.parse(line) as Message)).toMatchObject([
      { id: 1, result: { isError: true, structuredContent: { error: { code: 'TIMEOUT' } } } },
    ]);
    await isLeft;
  });

  it('of standard input does not wait for what was taken back', async () => {
    const { env, isAsked, isLeft } = await silentServer();
    const wire = new Wire([], env);
    await wire.greet();
    wire.send({ id: 1, method: 'tools/call', params: { name: 'agents_list' } });
    await isAsked;
    wire.send({ method: 'notifications/cancelled', params: { requestId: 1 } });
    expect(await wire.end('stdin')).toEqual({ code: 0, rest: [] });
    await isLeft;
  });

  it('comes with Ctrl-C on a terminal, where a person is told what this is', async () => {
    const terminal = new Terminal(['mcp', '--mock']);
    await terminal.shows('Model Context Protocol');
    terminal.type(ctrlC);
    expect(await terminal.exit()).toBe(0);
  });
});
