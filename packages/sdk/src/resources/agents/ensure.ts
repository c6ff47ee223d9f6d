/** Leads an agent to a status by whatever transitions go there. */
import { ConflictError, isConflict } from '../../core/api-errors';
import { InputError, UnexpectedResponseError } from '../../core/errors';
import { type AgentStatus, agentStatuses, type Transition, walk } from './lifecycle';
import type { Agent } from './schemas';

/** How `agents.ensure` went. */
export interface Ensured {
  /** As it is now. */
  readonly agent: Agent;
  /** What was done, in order; empty where the agent was there already. */
  readonly taken: readonly Transition[];
}

export interface Steps {
  get(): Promise<Agent>;
  move(transition: Transition): Promise<Agent>;
}

/** So often a walk begins anew when somebody else has moved the agent meanwhile. */
const mostWalks = 3;

export async function ensure(wanted: AgentStatus, { get, move }: Steps): Promise<Ensured> {
  const operation = 'agents.ensure';
  if (!agentStatuses.includes(wanted)) {
    const message = `must be one of ${agentStatuses.join(', ')}`;
    throw new InputError([{ path: 'status', message }], { operation });
  }
  const taken: Transition[] = [];
  for (let walks = 1; ; walks++) {
    let agent = await get();
    const steps = walk(agent.status as AgentStatus, wanted);
    if (steps === undefined) {
      const message = `No transition leads from ${agent.status} to ${wanted}`;
      throw new ConflictError([message], { operation, code: 'NO_WAY', retryable: false });
    }
    try {
      for (const step of steps) {
        agent = await move(step);
        taken.push(step);
      }
      if (agent.status === wanted) return { agent, taken };
      const message = `The server has taken ${taken.join(', ')} and still answers ${agent.status}`;
      throw new UnexpectedResponseError(message, undefined, '', { operation });
    } catch (error) {
      if (!isConflict(error) || walks >= mostWalks) throw error;
    }
  }
}
