/** The tools: one for each call of the contract, made from its table. Pure. */
import type { Tool, ToolAnnotations } from '@modelcontextprotocol/server';
import { agentEndpoints, type Effect, type Endpoint, goalEndpoints } from '@voicectl/sdk/contract';
import { inputSchema, outputSchema } from './schemas';
import { words } from './words';

export interface PlatformTool {
  readonly endpoint: Endpoint;
  readonly definition: Tool;
}

const endpoints: readonly Endpoint[] = [
  ...Object.values(agentEndpoints),
  ...Object.values(goalEndpoints),
];

/** For whoever asks a person before a tool is called. */
const annotations: Readonly<Record<Effect, ToolAnnotations>> = {
  read: hints({ readOnlyHint: true, idempotentHint: true }),
  create: hints({}),
  // Changes or replaces what is there.
  idempotent: hints({ destructiveHint: true, idempotentHint: true }),
  transition: hints({ destructiveHint: true }),
  // Changes nothing, but must not pass for something to call at will.
  costly: hints({}),
};

function hints(those: ToolAnnotations): ToolAnnotations {
  const none = { readOnlyHint: false, destructiveHint: false, idempotentHint: false };
  return { ...none, ...those, openWorldHint: false };
}

export const tools: readonly PlatformTool[] = endpoints.map((endpoint) => ({
  endpoint,
  definition: {
    name: endpoint.operation.replace('.', '_'),
    ...words[endpoint.operation],
    inputSchema: inputSchema(endpoint),
    outputSchema: outputSchema(endpoint),
    annotations: annotations[endpoint.effect],
  },
}));

/** What is paid for counts as a write: nobody who offers reads alone means to spend money. */
export function isOffered({ effect }: Endpoint, allowWrites: boolean): boolean {
  return allowWrites || effect === 'read';
}
