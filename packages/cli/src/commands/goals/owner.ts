/** `--agent-id`, or `--agent`: whose goal it is, named as agents are everywhere. */
import { type Command, Option } from 'commander';
import type { Context } from '../../context';
import { UsageError } from '../../failure';
import { findAgentId } from '../find/agents';

type Options = Readonly<Record<string, unknown>>;

/** Beside the `--agent-id` that a request's fields give. */
export function addAgentFlag(command: Command): void {
  command.addOption(new Option('--agent <agent>', 'the same as --agent-id').hideHelp());
}

/** The same options with the id of the agent that was named. @throws UsageError */
export async function withAgentId<T extends Options>(options: T, context: Context): Promise<T> {
  const { agent, agentId } = options;
  if (agent !== undefined && agentId !== undefined && agent !== agentId) {
    throw new UsageError('--agent and --agent-id mean the same', 'Leave one of them out.');
  }
  const named = agentId ?? agent;
  return named === undefined
    ? options
    : { ...options, agentId: await findAgentId(context, String(named)) };
}
