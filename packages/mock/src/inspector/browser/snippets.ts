/** What to do next, with the right address, where there is nothing to see yet. */
import { snippet } from './app';
import { addressOf } from './server';

export function createAgentByCurl(world: string): HTMLElement {
  return snippet(
    'Create one with curl',
    `curl ${addressOf(world)}/api/agents -H 'x-api-key: any' -H 'content-type: application/json' \\
  -d '{"name": "Support", "instructions": "Be kind."}'`,
  );
}

export function createAgentBySdk(world: string): HTMLElement {
  return snippet(
    'Or from TypeScript',
    `import { createClient } from '@voicectl/sdk';

const client = createClient({ agents: { url: '${addressOf(world)}/api', apiKey: 'any' } });
await client.agents.create({ name: 'Support', instructions: 'Be kind.' });`,
  );
}

export function createGoalByCurl(world: string): HTMLElement {
  return snippet(
    'Create one with curl; the agent must exist',
    `curl ${addressOf(world)}/v1 -H 'authorization: Bearer any' -H 'content-type: application/json' \\
  -d '{"resource": "goals", "action": "create", "data": {"name": "Book a call", "agent_id": "AGENT_ID"}}'`,
  );
}

export function callByCurl(world: string): HTMLElement {
  return snippet(
    'Call the mock, and the request appears here',
    `curl ${addressOf(world)}/api/agents -H 'x-api-key: any'`,
  );
}

export function faultByHeader(world: string): HTMLElement {
  return snippet(
    'One request with a fault of its own',
    `curl -i ${addressOf(world)}/api/agents -H 'x-api-key: any' -H 'x-voicectl-fault: status=503'`,
  );
}
