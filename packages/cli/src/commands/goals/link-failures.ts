/** What a failed attach or detach was really about, where a look at the platform tells. */
import type { ApiError } from '@voicectl/sdk';
import { quote } from '../../command-line';
import type { Context } from '../../context';
import { exitCodes, KnownFailure, NoSuchRecordError, UsageError } from '../../failure';
import { findAgents } from '../find/agents';
import { findGoals } from '../find/goals';

/** The failure as it is, or that the two were given the wrong way round. */
export async function orSwapped(
  context: Context,
  error: unknown,
  goal: string | undefined,
  agent: string | undefined,
): Promise<unknown> {
  const { isNotFound } = await import('@voicectl/sdk');
  const isMissing = error instanceof NoSuchRecordError || isNotFound(error);
  if (!isMissing || goal === undefined || agent === undefined) return error;
  const { signal } = context;
  try {
    const client = await context.client();
    const [asAgent] = await findAgents(context, [goal]);
    const [asGoal] = await findGoals(context, [agent]);
    // What looks like an id was not asked for yet.
    await client.agents.get(String(asAgent?.id), { signal });
    await client.goals.get(String(asGoal?.id), { signal });
  } catch {
    return error;
  }
  return new UsageError(
    `${JSON.stringify(goal)} is an agent, and ${JSON.stringify(agent)} is a goal`,
    `The goal comes first: voicectl goals attach ${quote(agent)} ${quote(goal)}`,
  );
}

/** The failure as it is, or that nothing is attached to an agent that is there. */
export async function orNothingAttached(
  context: Context,
  error: unknown,
  agentId: string,
): Promise<unknown> {
  const { isNotFound } = await import('@voicectl/sdk');
  if (!isNotFound(error)) return error;
  const client = await context.client();
  const agent = await client.agents.get(agentId, { signal: context.signal }).catch(() => undefined);
  if (agent === undefined) return error;
  const { code, status, requestId } = error as ApiError;
  return new KnownFailure(
    `Nothing is attached to agent ${JSON.stringify(agent.name)}`,
    { exit: exitCodes.notFound, code: code ?? 'NOT_FOUND', status, requestId },
    error,
  );
}
