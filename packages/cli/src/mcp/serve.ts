/** The server from its first line on standard input to the last. Standard output holds the protocol and nothing else. */
import { once } from 'node:events';
import { StdioServerTransport, serveStdio } from '@modelcontextprotocol/server/stdio';
import type { Context } from '../context';
import { createServer } from './server';

/** Until standard input ends, or the command is interrupted. */
export async function serveMcp(context: Context, allowWrites: boolean): Promise<void> {
  const { streams, out, signal } = context;
  const transport = new Channel(streams.stdin, streams.stdout);
  const handle = serveStdio(() => createServer(context, allowWrites), {
    transport,
    onerror: (error) => out.warn(`Left out what came in: ${firstLine(error.message)}`),
  });
  if (streams.stdin.isTTY) {
    out.say('This speaks the Model Context Protocol; an assistant starts it. Ctrl-C ends it.');
  }
  await Promise.race([transport.ended, aborted(signal)]);
  await handle.close();
}

/** Tells when it has ended, whoever ended it: the server's own handle does not. */
class Channel extends StdioServerTransport {
  readonly ended: Promise<void>;
  #end: () => void = () => {};

  constructor(...streams: ConstructorParameters<typeof StdioServerTransport>) {
    super(...streams);
    this.ended = new Promise((resolve) => {
      this.#end = resolve;
    });
  }

  override async close(): Promise<void> {
    await super.close();
    this.#end();
  }
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort');
}

/** A message that is none is reported with its whole schema. */
function firstLine(message: string): string {
  return message.startsWith('[') ? 'a line that is no message' : message.slice(0, 200);
}
