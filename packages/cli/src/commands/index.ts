/** The nouns. Each is loaded only when it is on the command line. */
import type { Context } from '../context';
import type { Verb } from './verb';

export interface Noun {
  readonly name: string;
  readonly summary: string;
  readonly examples: readonly string[];
  /** It is about all commands, so that all are loaded with it. */
  readonly ofAll?: true;
  load(): Promise<{ register(command: Verb, context: Context): void }>;
}

export const nouns: readonly Noun[] = [
  {
    name: 'agents',
    summary: 'Create, change, activate, archive, restore and test agents',
    examples: [
      'voicectl agents create --name Support --instructions "Be brief."',
      'voicectl agents create -f agent.yaml',
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
    summary: 'Talk to an agent, by text or voice; its answers stream',
    examples: ['voicectl play "Customer Support Agent"', "echo 'Hello' | voicectl play ID"],
    load: () => import('./play'),
  },
  {
    name: 'voice',
    summary: 'What offline voices and listening need: install, list, remove',
    examples: ['voicectl voice install', 'voicectl voice list', 'voicectl voice remove moonshine'],
    load: () => import('./voice/index'),
  },
  {
    name: 'login',
    summary: 'Keep a key for a profile, checked with one read',
    examples: [
      'voicectl login',
      'voicectl login --profile staging --url https://staging.example.com/api',
      'voicectl login --with-token < key.txt',
      'voicectl login --api goals --url https://example.com/goals --with-token < token.txt',
    ],
    load: () => import('./login/index'),
  },
  {
    name: 'logout',
    summary: 'Forget the keys of a profile',
    examples: ['voicectl logout', 'voicectl logout --profile staging', 'voicectl logout --all'],
    load: () => import('./logout'),
  },
  {
    name: 'whoami',
    summary: 'Which profile, addresses and keys are used, and whether they are accepted',
    examples: ['voicectl whoami', 'voicectl whoami --profile staging -o json'],
    load: () => import('./whoami'),
  },
  {
    name: 'profile',
    summary: 'Accounts and addresses by name: list, use, show, add, rename, remove',
    examples: [
      'voicectl profile list',
      'voicectl profile use staging',
      'voicectl profile add local --agents-url http://127.0.0.1:4010/api --goals-url http://127.0.0.1:4010/v1',
    ],
    load: () => import('./profile/index'),
  },
  {
    name: 'config',
    summary: 'Settings: what each is, where it comes from, and changing it',
    examples: [
      'voicectl config list',
      'voicectl config set timeout 10000',
      'voicectl config get agents-url',
    ],
    load: () => import('./config'),
  },
  {
    name: 'doctor',
    summary: 'Check settings, network, keys and terminal, and say what to do',
    examples: ['voicectl doctor', 'voicectl doctor -o json', 'voicectl doctor --profile staging'],
    load: () => import('./doctor/index'),
  },
  {
    name: 'api',
    summary: 'Any call of the platform, also those that have no verb here',
    examples: [
      'voicectl api GET /agents/ID',
      'voicectl api POST /agents -f agent.yaml --field name=Another',
      'voicectl api GET /agents --paginate -o ndjson',
      'voicectl api goals update --id GOAL_ID --field priority=5',
    ],
    load: () => import('./api/index'),
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
  {
    name: 'commands',
    summary: 'List all commands; with -o json, the whole tree for machines',
    examples: ['voicectl commands', 'voicectl commands --json > commands.json'],
    ofAll: true,
    load: () => import('./commands'),
  },
  {
    name: 'completion',
    summary: 'Print what makes a shell complete commands, flags, agents and goals',
    examples: [
      'source <(voicectl completion bash)',
      'voicectl completion fish > ~/.config/fish/completions/voicectl.fish',
    ],
    load: () => import('./completion'),
  },
  {
    name: 'man',
    summary: 'Print the man page of a command, or write all of them',
    examples: [
      'voicectl man agents create | man -l -',
      'voicectl man --dir ~/.local/share/man/man1',
    ],
    ofAll: true,
    load: () => import('./man'),
  },
];
