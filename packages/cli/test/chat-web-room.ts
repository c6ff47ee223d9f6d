/** `voicectl play --web` as a process: its link, what it tells on standard output, and a page without a browser. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { WebSocket } from 'ws';
import type { FromPage, ToPage } from '../src/chat/web/wire';
import type { SessionEvent } from '../src/voice/session-events';
import { binary, cleanEnv, newFolder } from './voicectl';

export class WebRoom {
  readonly #child: ChildProcess;
  readonly events: SessionEvent[] = [];
  readonly url: string;
  readonly port: number;
  readonly #said: { stderr: string };

  private constructor(
    child: ChildProcess,
    said: { stderr: string },
    { url, port }: { url: string; port: number },
  ) {
    this.#child = child;
    this.#said = said;
    this.url = url;
    this.port = port;
  }

  static async open(
    env: Readonly<Record<string, string>>,
    agent: string,
    args: readonly string[] = [],
  ): Promise<WebRoom> {
    const all = [binary, 'play', agent, '--web', '--json', ...args];
    const child = spawn(process.execPath, all, { cwd: newFolder(), env: cleanEnv(env) });
    const said = { stderr: '' };
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said.stderr += text;
    });
    const lines = createInterface({ input: child.stdout });
    const first = await Promise.race([once(lines, 'line'), once(child, 'close')]);
    if (typeof first[0] !== 'string') throw new Error(`It ended with ${first[0]}: ${said.stderr}`);
    const room = new WebRoom(child, said, JSON.parse(first[0]));
    lines.on('line', (line) => room.events.push(JSON.parse(line)));
    return room;
  }

  get token(): string {
    return new URL(this.url).hash.slice(1);
  }

  get stderr(): string {
    return this.#said.stderr;
  }

  /** @returns those of one type. */
  of<T extends SessionEvent['type']>(type: T): Extract<SessionEvent, { type: T }>[] {
    return this.events.filter((event) => event.type === type) as Extract<
      SessionEvent,
      { type: T }
    >[];
  }

  interrupt(): void {
    this.#child.kill('SIGINT');
  }

  get #isOver(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  /** The exit code. */
  async ended(): Promise<number | null> {
    if (this.#isOver) return this.#child.exitCode;
    const [code] = (await once(this.#child, 'close')) as [number | null];
    return code;
  }

  async close(): Promise<void> {
    if (this.#isOver) return;
    this.#child.kill('SIGKILL');
    await this.ended();
  }
}

/** What a browser sends, said by hand. */
export class Visitor {
  readonly socket: WebSocket;
  readonly messages: ToPage[] = [];
  /** Samples of sound that have come. */
  samples = 0;
  readonly closed: Promise<{ code: number; reason: string }>;

  constructor(port: number, headers: Readonly<Record<string, string>> = {}, path = '/talk') {
    const { origin = `http://127.0.0.1:${port}`, ...rest } = headers;
    this.socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, { origin, headers: rest });
    this.socket.on('message', (data: Buffer, isBinary) => {
      if (isBinary) this.samples += data.length / 2;
      else this.messages.push(JSON.parse(String(data)));
    });
    this.closed = new Promise((resolve) => {
      this.socket.on('close', (code, reason) => resolve({ code, reason: String(reason) }));
      this.socket.on('error', ({ message }) => resolve({ code: 0, reason: message }));
    });
  }

  async hello(who: { readonly token?: string; readonly key?: string }): Promise<void> {
    if (this.socket.readyState !== WebSocket.OPEN) await once(this.socket, 'open');
    this.say({ type: 'hello', rate: 48_000, ...who });
  }

  say(message: FromPage): void {
    this.socket.send(JSON.stringify(message));
  }

  of<T extends ToPage['type']>(type: T): Extract<ToPage, { type: T }>[] {
    return this.messages.filter((each) => each.type === type) as Extract<ToPage, { type: T }>[];
  }
}
