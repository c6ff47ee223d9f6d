// The SDK in one sitting, against a mock in the same process: `pnpm build`, then `node examples/sdk-tour.mjs`.
import { createMock } from '@voicectl/mock';
import { createClient, isConflict } from '@voicectl/sdk';
import { CreateAgentRequest, transitionsFrom } from '@voicectl/sdk/contract';

const { stdout } = process;
const client = createClient(createMock({ pace: { firstToken: 100, token: 15 } }).clientOptions);

const input = { name: 'Support', instructions: 'You are a patient helper. Be brief.' };
stdout.write(`The input fits the contract: ${CreateAgentRequest.safeParse(input).success}\n`);

const agent = await client.agents.create(input);
stdout.write(`Created ${agent.name}: ${agent.status}, version ${agent.version}\n`);
stdout.write(`From here it can ${transitionsFrom('draft').join(' or ')}\n`);

const updated = await client.agents.update(agent.id, { policy: 'Refunds within 30 days.' });
stdout.write(`Updated: version ${updated.version}\n`);

await client.agents.activate(agent.id);
for await (const each of client.agents.iterate({ status: 'active' })) {
  stdout.write(`Active: ${each.name}\n`);
}

const goal = await client.goals.create({ name: 'Book a callback', agent_id: agent.id });
await client.goals.attach({ goalId: goal.id, agentId: agent.id });
const { count } = await client.invoke({
  resource: 'goals',
  action: 'list',
  data: { agentId: agent.id, status: 'active', limit: 50 },
});
stdout.write(`Goals of this agent: ${count}\n\n`);

const message = 'Hello! How long do refunds take?';
stdout.write(`> ${message}\n`);
for await (const part of client.agents.testStream(agent.id, { message })) {
  if (part.type === 'token') stdout.write(part.text);
  else stdout.write(`\n(${part.usage?.outputTokens} tokens)\n\n`);
}

try {
  await client.agents.restore(agent.id);
} catch (error) {
  if (!isConflict(error)) throw error;
  stdout.write(`Refused: ${error.message}\n`);
}

await client.close();
