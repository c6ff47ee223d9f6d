/** Which agents a person means. */
import type { Agent } from '@voicectl/sdk';
import type { Context } from '../../context';
import { type Directory, findAll, type Named } from './find';

/** What an argument for one agent says of itself. */
export const agentHelp =
  'id, the beginning of one, or exact name; picked from a list when left out';
export const agentsHelp = `${agentHelp}; - reads them from standard input, one a line`;

export async function findAgents(
  context: Context,
  refs: readonly string[],
): Promise<readonly (Agent | Named)[]> {
  return findAll(context, await directory(context), refs);
}

export async function findAgentId(context: Context, ref: string | undefined): Promise<string> {
  const [agent] = await findAgents(context, ref === undefined ? [] : [ref]);
  return String(agent?.id);
}

async function directory(context: Context): Promise<Directory<Agent>> {
  const { signal } = context;
  const client = await context.client();
  return {
    kind: 'agent',
    search: (word) =>
      client.agents.iterate(word === undefined ? {} : { search: searchable(word) }, {
        signal,
        prefetch: 2,
      }),
    async get(id) {
      const { isNotFound } = await import('@voicectl/sdk');
      return client.agents.get(id, { signal }).catch((error: unknown) => {
        if (isNotFound(error)) return undefined;
        throw error;
      });
    },
  };
}

/** The search takes 100 characters, a name may have 128. */
function searchable(word: string): string {
  return word
    .trim()
    .slice(0, 100)
    .replace(/[\ud800-\udbff]$/, '');
}
