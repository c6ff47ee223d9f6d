/** `voicectl play`: a streaming chat with an agent. */
import type { Command } from 'commander';
import type { Context } from '../context';
import { findAgentId, pickAgentId } from './find-agent';

export function register(play: Command, context: Context): void {
  play
    .argument('[agent]', 'id, or exact name; picked from a list on a terminal when left out')
    .action(async (ref: string | undefined) => {
      const client = await context.client();
      const id = await (ref === undefined
        ? pickAgentId(context, client)
        : findAgentId(client, ref, context.signal));
      const { stdin, stdout } = context.streams;
      if (stdin.isTTY && stdout.isTTY && context.out.format === 'table') {
        const { chatOnTerminal } = await import('../chat/terminal');
        return chatOnTerminal(context, client, id);
      }
      const { chatByScript } = await import('../chat/script');
      return chatByScript(context, client, id);
    });
}
