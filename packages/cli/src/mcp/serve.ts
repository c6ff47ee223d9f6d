/** The server from its first line on standard input to the last. Standard output holds the protocol and nothing else. */
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import type { JSONRPCMessage } from '@modelcontextprotocol/server';
import { StdioServerTransport, serveStdio } from '@modelcontextprotocol/server/stdio';
import type { Context } from '../context';
import { createServer } from './server';

/** Until standard input has ended and all that it asked is answered, or the command is interrupted. */
export async function serveMcp(context: Context, allowWrites: boolean): Promise<void> {
  const { streams, out, signal } = context;
  const transport = new Channel(streams.stdin, streams.stdout);
  const handle = serveStdio(() => createServer(context, allowWrites), {
    transport,
    onerror: (error) => out.warn(`Left out what came in: ${firstLine(error.message)}`),
  });
  transport.watch();
  if (streams.stdin.isTTY) {
    out.say('This speaks the Model Context Protocol; an assistant starts it. Ctrl-C ends it.');
  }
  await Promise.race([transport.ended, aborted(signal)]);
  await handle.close();
}

/**
 * Tells when it has ended, whoever ended it: the server's own handle does not. Ends later than its base class would:
 * that one drops what is still worked on when standard input ends, and then nobody knows whether a write was done.
 */
class Channel extends StdioServerTransport {
  readonly ended: Promise<void>;
  #end: () => void = () => {};
  /** Requests that are not answered yet. Each call has a timeout of its own, so that none stays for ever. */
  readonly #open: Set<unknown>;
  #settled: () => void = () => {};

  constructor(stdin: Readable, stdout: ConstructorParameters<typeof StdioServerTransport>[1]) {
    const open = new Set<unknown>();
    const answered = async () => {
      // What came last is taken up first.
      await setImmediate();
      while (open.size > 0) {
        await new Promise<void>((resolve) => {
          this.#settled = resolve;
        });
      }
    };
    super(Readable.from(chunksOf(stdin, answered)), stdout);
    this.#open = open;
    this.ended = new Promise((resolve) => {
      this.#end = resolve;
    });
  }

  /** Sees what comes in before the server does. */
  watch(): void {
    const deliver = this.onmessage;
    this.onmessage = (message: JSONRPCMessage) => {
      if ('method' in message && 'id' in message) {
        // Stays open as long as somebody listens.
        if (message.method !== 'subscriptions/listen') this.#open.add(message.id);
      } else if ('method' in message && message.method === 'notifications/cancelled') {
        this.#close(message.params?.requestId);
      }
      deliver?.(message);
    };
  }

  override async send(message: JSONRPCMessage): Promise<void> {
    try {
      await super.send(message);
    } finally {
      if (!('method' in message)) this.#close(message.id);
    }
  }

  override async close(): Promise<void> {
    await super.close();
    this.#end();
  }

  #close(id: unknown): void {
    this.#open.delete(id);
    this.#settled();
  }
}

/** All of a stream; its end comes only after the answers. */
async function* chunksOf(stream: Readable, answered: () => Promise<void>): AsyncGenerator<Buffer> {
  for await (const chunk of stream) yield chunk as Buffer;
  await answered();
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort');
}

/** A message that is none is reported with its whole schema. */
function firstLine(message: string): string {
  return message.startsWith('[') ? 'a line that is no message' : message.slice(0, 200);
}
