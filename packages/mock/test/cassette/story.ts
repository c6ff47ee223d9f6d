/** A story over both APIs, errors and a stream included: recorded from one platform and told again to another. */
import { type Client, createClient } from '@voicectl/sdk';

export interface Addresses {
  readonly agentsUrl: string;
  readonly goalsUrl: string;
}

export function clientOf({ agentsUrl, goalsUrl }: Addresses, maxRetries = 0): Client {
  return createClient({
    agents: { url: agentsUrl, apiKey: 'caller-agents-key-1' },
    goals: { url: goalsUrl, token: 'caller-goals-token-1' },
    validation: 'strict',
    transport: 'undici',
    maxRetries,
  });
}

/** Everything that was heard, in order; what was refused as its status and words. */
export async function tell(client: Client): Promise<unknown[]> {
  const { agents, goals } = client;
  const heard: unknown[] = [];
  const hear = async (work: Promise<unknown>) => {
    try {
      heard.push(await work);
    } catch (error) {
      const { status, message, operation } = error as Record<string, unknown>;
      if (status === undefined) throw error;
      heard.push({ status, message, operation });
    }
  };
  const agent = await agents.create({
    name: 'Support',
    instructions: 'Help with orders.',
    metadata: { scope: 'orders', team: { seats: 3 } },
    resolutionCriteria: [{ label: 'Solved', description: 'All is well' }],
  });
  const { id } = agent;
  heard.push(agent);
  await hear(agents.create({ name: 'Sales', instructions: 'Sell.', description: 'Support too' }));
  await hear(agents.get(id));
  await hear(agents.update(id, {}));
  await hear(agents.update(id, { instructions: 'Help well.', metadata: { team: null } }));
  await hear(agents.update(id, { name: 'Support', resolutionCriteria: [] }));
  await hear(agents.restore(id));
  await hear(agents.activate(id));
  await hear(agents.activate(id));
  await hear(agents.list({ search: 'support', sortBy: 'name', sortOrder: 'asc', limit: 1 }));
  await hear(agents.list({ status: 'active', page: 2 }));
  await hear(agents.list());
  await hear(agents.test(id, { message: 'Where is my order?' }));
  for await (const part of agents.testStream(id, { message: 'سلام 👋, where is it?' })) {
    heard.push(part);
  }
  const goal = await goals.create({ name: 'Callback', agent_id: id, priority: 2 });
  heard.push(goal);
  await hear(goals.attach({ goalId: goal.id, agentId: id }));
  await hear(goals.update(goal.id, { description: 'A time to call back' }));
  await hear(goals.list({ agentId: id }));
  await hear(goals.get(goal.id));
  await hear(goals.detach({ agentId: id }));
  await hear(goals.detach({ agentId: id }));
  await hear(goals.generate({ description: 'Collect name and email for a callback' }));
  await hear(goals.delete(goal.id));
  await hear(goals.get(goal.id));
  await hear(agents.archive(id));
  await hear(agents.delete(id));
  await hear(agents.delete(id));
  await hear(agents.get('no-uuid'));
  await client.close();
  return heard;
}
