/** `voicectl play`: a streaming chat with an agent. */
import type { Context } from '../context';
import { agentHelp, findAgentId } from './find/agents';
import type { Verb } from './verb';

export function register(play: Verb, context: Context): void {
  play.argument('[agent]', agentHelp).action(async (ref: string | undefined) => {
    const client = await context.client();
    const id = await findAgentId(context, ref);
    const { stdin, stdout } = context.streams;
    if (stdin.isTTY && stdout.isTTY && context.out.format === 'table') {
      const { chatOnTerminal } = await import('../chat/terminal');
      return chatOnTerminal(context, client, id);
    }
    const { chatByScript } = await import('../chat/script');
    return chatByScript(context, client, id);
  });
}
