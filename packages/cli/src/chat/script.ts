/** A chat without a person: one message a line from standard input, one answer for each. */
import { createInterface } from 'node:readline';
import type { Client } from '@voicectl/sdk';
import type { Context } from '../context';
import { summarize, takeTurn } from './turn';

/** Stops at the first message that fails. */
export async function chatByScript(
  context: Context,
  client: Client,
  agentId: string,
): Promise<void> {
  const { out, signal, streams } = context;
  let begun = false;
  const onToken = (text: string) => {
    if (out.format === 'json') return;
    begun = true;
    out.text(text);
  };
  if (streams.stdin.isTTY) streams.stderr.write('One message a line; Ctrl-D ends.\n');
  const lines = createInterface({ input: streams.stdin, crlfDelay: Number.POSITIVE_INFINITY });
  signal.addEventListener('abort', () => lines.close(), { once: true });
  for await (const line of lines) {
    const message = line.trim();
    if (message === '') continue;
    out.say(`> ${message}`);
    begun = false;
    const turn = await takeTurn(client, agentId, message, onToken, signal).catch((error) => {
      // What there is of the answer ends its line before anything is said of it.
      if (begun) out.text('\n');
      throw error;
    });
    if (out.format === 'json') out.jsonLine(turn);
    else {
      out.text('\n');
      out.say(summarize(turn));
    }
  }
  signal.throwIfAborted();
}
