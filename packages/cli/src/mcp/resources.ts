/** Agents and goals as resources: what a person can attach to a conversation without a tool. */
import {
  type ListResourcesResult,
  ProtocolError,
  ProtocolErrorCode,
  type ReadResourceResult,
  ResourceNotFoundError,
} from '@modelcontextprotocol/server';
import type { Client } from '@voicectl/sdk';
import type { Context } from '../context';
import { exitCodes, failureOf } from '../failure';
import { cleanJson, cleanLine } from '../output/clean';

const mimeType = 'application/json';

export const resourceTemplates = [
  {
    uriTemplate: 'voicectl://agents/{id}',
    name: 'agent',
    title: 'An agent, whole',
    mimeType,
  },
  {
    uriTemplate: 'voicectl://goals/{id}',
    name: 'goal',
    title: 'A goal, whole',
    mimeType,
  },
];

/** Agents, a page at a time; the cursor is the number of the page. */
export async function listResources(
  context: Context,
  cursor: string | undefined,
  signal: AbortSignal,
): Promise<ListResourcesResult> {
  const page = Number(cursor ?? 1);
  if (!Number.isSafeInteger(page) || page < 1) {
    throw new ProtocolError(ProtocolErrorCode.InvalidParams, 'That cursor is not one of ours');
  }
  const { data = [], meta } = await asked(context, (client) =>
    client.agents.list({ page, limit: 100 }, { signal }),
  );
  return {
    resources: data.map(({ id, name, status, description }) => ({
      uri: `voicectl://agents/${encodeURIComponent(String(id))}`,
      name: cleanLine(String(name)),
      description: cleanLine([status, description].filter(Boolean).join(': ')),
      mimeType,
    })),
    ...(meta?.hasNextPage && { nextCursor: String(page + 1) }),
  };
}

export async function readResource(
  context: Context,
  uri: string,
  signal: AbortSignal,
): Promise<ReadResourceResult> {
  const [, api, id] = /^voicectl:\/\/(agents|goals)\/([^/?#]+)$/.exec(uri) ?? [];
  if (api === undefined || id === undefined) throw new ResourceNotFoundError(uri);
  const known = decoded(uri, id);
  const record = await asked<unknown>(
    context,
    ({ agents, goals }) =>
      api === 'agents' ? agents.get(known, { signal }) : goals.get(known, { signal }),
    uri,
  );
  return { contents: [{ uri, mimeType, text: cleanJson(record, 2) }] };
}

function decoded(uri: string, id: string): string {
  try {
    return decodeURIComponent(id);
  } catch {
    throw new ResourceNotFoundError(uri);
  }
}

/** Resources have no results that are errors: what goes wrong is an error of the protocol, with the same facts. */
async function asked<T>(
  context: Context,
  ask: (client: Client) => Promise<T>,
  uri?: string,
): Promise<T> {
  try {
    return await ask(await context.client());
  } catch (error) {
    if (error instanceof ProtocolError) throw error;
    const { exit, ...facts } = failureOf(error);
    if (exit === exitCodes.notFound && uri !== undefined) throw new ResourceNotFoundError(uri);
    const message = [facts.message, facts.hint].filter(Boolean).join('. ');
    throw new ProtocolError(ProtocolErrorCode.InternalError, message, facts);
  }
}
