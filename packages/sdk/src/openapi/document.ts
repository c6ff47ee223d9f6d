/** The contract as an OpenAPI 3.1 document, written from the endpoint table and the schemas. */
import { agentPaths } from './agents';
import { goalsOperation } from './goals';
import { errorSchemas, refusals } from './refusals';
import { type Json, schemasFor } from './schemas';

/** Where the two APIs are. */
export interface OpenApiOptions {
  /** Base URL of the agents API. Default: the documented one. */
  agentsUrl?: string | undefined;
  /** URL of the goals API. Default: the one that the documentation shows. */
  goalsUrl?: string | undefined;
}

/** An OpenAPI 3.1 document, as plain JSON. */
export interface OpenApiDocument extends Json {
  readonly openapi: '3.1.0';
}

/**
 * Describes both APIs for tools that know neither TypeScript nor zod. What is our reading of the platform's text is said
 * in `docs/contract.md`. What schemas can't say (unique labels, an update of at least one field) is in descriptions.
 */
export function openApiDocument({
  agentsUrl = 'https://api.gomobile.ma/api',
  goalsUrl = 'https://api.helpgenie.ai/v1',
}: OpenApiOptions = {}): OpenApiDocument {
  const goals = new URL(goalsUrl);
  const paths = {
    ...agentPaths(),
    [goals.pathname]: { servers: [{ url: goals.origin }], post: goalsOperation() },
  };
  return {
    openapi: '3.1.0',
    info: {
      title: 'Voice agents and their goals',
      version: '1.0.0',
      description:
        'Agents (REST) and goals (one RPC endpoint), as the platform documents them and as voicectl reads them.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: agentsUrl }],
    tags: [
      { name: 'Agents', description: 'Voice agents and their lifecycle' },
      { name: 'Goals', description: 'What an agent should reach, by one RPC endpoint' },
    ],
    security: [{ apiKey: [] }],
    paths,
    components: {
      securitySchemes: {
        apiKey: { type: 'apiKey', in: 'header', name: 'x-api-key' },
        bearer: { type: 'http', scheme: 'bearer' },
      },
      schemas: { ...schemasFor(paths), ...errorSchemas },
      responses: { ...refusals('Agents'), ...refusals('Goals') },
    },
  };
}
