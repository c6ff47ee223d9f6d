/** `voicectl agents delete`, of one or of many. */
import type { Agent, Client } from '@voicectl/sdk';
import { addBulkFlags, namesOne } from '../../bulk/flags';
import type { Context } from '../../context';
import { confirm } from '../../input/prompt';
import { ago } from '../../output/ago';
import { agentsHelp, findAgentId } from '../find/agents';
import type { Verb } from '../verb';

export function addDelete(agents: Verb, context: Context): void {
  const verb = agents
    .command('delete')
    .description('Soft-delete: every later call on it is "not found"')
    .examples(
      'voicectl agents delete "Customer Support Agent"',
      'voicectl agents delete ID --yes',
      'voicectl agents delete --status archived --older-than 90d',
    )
    .prints('Deleted', 'BulkResult')
    .previews()
    .argument('[agents...]', agentsHelp);
  const read = addBulkFlags(verb, 'AgentQueryParams');
  verb.action(async (refs: readonly string[], options) => {
    const wishes = read(options);
    if (namesOne(refs, wishes)) return deleteOne(context, refs[0], wishes.yes);
    const { bulk } = await import('../../bulk/bulk');
    const { deleteAgents } = await import('../../bulk/works');
    await bulk(context, deleteAgents, refs, wishes);
  });
}

async function deleteOne(
  context: Context,
  ref: string | undefined,
  yes: boolean | undefined,
): Promise<void> {
  const { out, signal } = context;
  const id = await findAgentId(context, ref);
  const sure = await confirm(context, yes, async () => {
    const client = await context.client();
    const agent = await client.agents.get(id, { signal });
    if (context.interactive) await showDoomed(context, client, agent);
    return `Delete ${JSON.stringify(agent.name)} (${agent.status})?`;
  });
  if (sure) await context.call('Deleting', ({ agents: api }, options) => api.delete(id, options));
  await out.show({ id, deleted: sure }, () => ({ fields: [[sure ? 'deleted' : 'kept', id]] }));
}

async function showDoomed(context: Context, client: Client, agent: Agent): Promise<void> {
  const { out, streams } = context;
  const { recordText } = await import('../../bulk/beforehand');
  const goals = await goalsOf(context, client, agent.id);
  const fields = [
    ['id', agent.id],
    ['name', agent.name],
    ['status', agent.status],
    ['version', agent.version],
    ['updated', ago(agent.updatedAt, Date.now())],
    ...(goals === undefined ? [] : [['goals', goals] as const]),
  ] as const;
  out.words(recordText(fields, streams));
}

/** Worth a short look, but no reason to wait or to fail: the goals API may not even be set up. */
async function goalsOf(
  { signal }: Context,
  client: Client,
  agentId: string,
): Promise<string | undefined> {
  try {
    const options = { signal, timeout: 2_000, maxRetries: 0 };
    const { items, count } = await client.goals.list({ agentId, limit: 3 }, options);
    if (items.length === 0) return 'none';
    const more = count > items.length ? `, and ${count - items.length} more` : '';
    return items.map(({ name }) => name).join(', ') + more;
  } catch {
    return undefined;
  }
}
