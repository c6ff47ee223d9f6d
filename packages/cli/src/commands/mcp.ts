/** `voicectl mcp`: the same verbs as tools for an assistant, over standard input and output. */
import type { Context } from '../context';
import type { Verb } from './verb';

export function register(mcp: Verb, context: Context): void {
  mcp
    .previews()
    .endsUnread()
    .option('--allow-writes', 'also offer what changes the platform or is paid for')
    .addHelpText('after', help)
    .action(async ({ allowWrites = false }: { readonly allowWrites?: boolean }) => {
      const { serveMcp } = await import('../mcp/serve');
      await serveMcp(context, allowWrites);
    });
}

const help = `
An assistant starts this command by itself; what it wants to know is the command and its arguments:
  {"mcpServers": {"voicectl": {"command": "voicectl", "args": ["mcp"]}}}

Without --allow-writes it can list and get agents and goals. Keys come from the same settings as for every command.`;
