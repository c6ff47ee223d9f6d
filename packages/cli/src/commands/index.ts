/** The nouns. Each is loaded only when it is on the command line. */
import type { Context } from '../context';
import type { Verb } from './verb';

export interface Noun {
  readonly name: string;
  readonly summary: string;
  readonly examples: readonly string[];
  load(): Promise<{ register(command: Verb, context: Context): void }>;
}

export const nouns: readonly Noun[] = [
  {
    name: 'agents',
    summary: 'Create, change, activate, archive, restore and test agents',
    examples: [
      'voicectl agents create -f agent.json',
      'voicectl agents list --status active',
      'voicectl agents activate ID',
    ],
    load: () => import('./agents/index'),
  },
  {
    name: 'goals',
    summary: 'Create, change, attach, detach and generate goals',
    examples: [
      'voicectl goals create --name "Book a callback" --agent-id ID',
      'voicectl goals attach GOAL_ID AGENT_ID',
      'voicectl goals generate "Collect name and email for a callback"',
    ],
    load: () => import('./goals/index'),
  },
  {
    name: 'mock',
    summary: 'Serve the platform on this machine, steer it, or lend it to a command',
    examples: [
      'voicectl mock serve --seed-file world.yaml --faults faults.yaml',
      'voicectl mock exec -- npm test',
      'voicectl mock snapshot before.json && voicectl mock restore before.json',
      "voicectl mock faults add 'status=503; retryAfter=2' --operation agents.create --times 2",
      'voicectl mock journal --follow',
    ],
    load: () => import('./mock/index'),
  },
  {
    name: 'play',
    summary: 'Chat with an agent; its answers stream',
    examples: ['voicectl play "Customer Support Agent"', "echo 'Hello' | voicectl play ID"],
    load: () => import('./play'),
  },
  {
    name: 'openapi',
    summary: 'Print the contract as an OpenAPI 3.1 document',
    examples: ['voicectl openapi > openapi.json'],
    load: () => import('./openapi'),
  },
  {
    name: 'mcp',
    summary: 'Serve agents and goals as tools to an assistant, over stdio (MCP)',
    examples: ['voicectl mcp', 'voicectl mcp --allow-writes', 'voicectl mcp --mock --allow-writes'],
    load: () => import('./mcp'),
  },
];
