/** Which agent a person means: by id, by exact name, or by picking from a list. */
import type { Client } from '@voicectl/sdk';
import type { Context } from '../context';
import { NoSuchAgentError, UsageError } from '../failure';
import { pick } from '../input/prompt';
import { cleanLine } from '../output/clean';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** @throws NoSuchAgentError | UsageError when a name fits none or more than one. */
export async function findAgentId(
  client: Client,
  ref: string,
  signal: AbortSignal,
): Promise<string> {
  if (uuid.test(ref)) return ref;
  // The search takes 100 characters, a name may have 128.
  const search = ref
    .trim()
    .slice(0, 100)
    .replace(/[\ud800-\udbff]$/, '');
  if (search === '') throw new UsageError('The agent must be an id or a name, not empty');
  const named = [];
  for await (const agent of client.agents.iterate({ search }, { signal })) {
    if (agent.name === ref) named.push(agent);
  }
  const [agent, ...others] = named;
  if (agent === undefined) return existing(client, ref, signal);
  if (others.length > 0) {
    const ids = named.map(({ id, status }) => `${id} (${status})`).join(', ');
    throw new UsageError(
      `${named.length} agents are named ${JSON.stringify(ref)}: ${ids}`,
      'Use an id.',
    );
  }
  return String(agent.id);
}

/** Ids are UUIDs as documented, but a server may have others. */
async function existing(client: Client, id: string, signal: AbortSignal): Promise<string> {
  const { isNotFound } = await import('@voicectl/sdk');
  try {
    await client.agents.get(id, { signal });
    return id;
  } catch (error) {
    if (!isNotFound(error)) throw error;
    throw new NoSuchAgentError(`No agent has the id or name ${JSON.stringify(id)}`);
  }
}

/** @throws UsageError where nobody can be asked, or there is no agent to pick. */
export async function pickAgentId(context: Context, client: Client): Promise<string> {
  if (!context.interactive)
    throw new UsageError('Which agent?', 'Name one: an id, or its exact name.');
  const { data } = await client.agents.list({ limit: 100 }, { signal: context.signal });
  if (data.length === 0) {
    throw new UsageError(
      'There is no agent yet',
      'voicectl agents create -f agent.json makes one.',
    );
  }
  return pick(
    context,
    'Which agent?',
    data.map(({ id, name, status }) => ({
      name: cleanLine(`${name} (${status})`),
      value: id,
    })),
  );
}
