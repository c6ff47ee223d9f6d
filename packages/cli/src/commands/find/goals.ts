/** Which goals a person means. */
import type { Goal } from '@voicectl/sdk';
import type { Context } from '../../context';
import { type Directory, findAll, type Named } from './find';

/** What an argument for one goal says of itself. */
export const goalHelp = 'id, the beginning of one, or exact name; picked from a list when left out';
export const goalsHelp = `${goalHelp}; - reads them from standard input, one a line`;

export async function findGoals(
  context: Context,
  refs: readonly string[],
): Promise<readonly (Goal | Named)[]> {
  return findAll(context, await directory(context), refs);
}

export async function findGoalId(context: Context, ref: string | undefined): Promise<string> {
  const [goal] = await findGoals(context, ref === undefined ? [] : [ref]);
  return String(goal?.id);
}

async function directory(context: Context): Promise<Directory<Goal>> {
  const { signal } = context;
  const client = await context.client();
  return {
    kind: 'goal',
    search: () => client.goals.iterate({}, { signal }),
    async get(id) {
      const { isNotFound } = await import('@voicectl/sdk');
      return client.goals.get(id, { signal }).catch((error: unknown) => {
        if (isNotFound(error)) return undefined;
        throw error;
      });
    },
  };
}
