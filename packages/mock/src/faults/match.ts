/** Which requests a fault is about. */
import type { Fault, FaultOperation } from './fault';

/** A request as far as it has been understood. */
export interface FaultedCall {
  /** As in the contract: `agents.create`. Nothing for a request that is none of its operations. */
  readonly operation: string | undefined;
  /** The agent or goal in the path or in the envelope. */
  readonly id?: string | undefined;
  /** The envelope of the goals API: agents and goals in its `data` count too. */
  readonly body?: unknown;
}

export function concerns({ operation = '*', id }: Fault, call: FaultedCall): boolean {
  const isMeant = [operation].flat().some((pattern) => fits(pattern, call.operation));
  return isMeant && (id === undefined || idsOf(call).includes(id));
}

function fits(pattern: FaultOperation, operation: string | undefined): boolean {
  if (pattern === '*') return true;
  if (operation === undefined) return false;
  return pattern.endsWith('.*')
    ? operation.startsWith(pattern.slice(0, -1))
    : pattern === operation;
}

/** Ids that a request is about. An agent's own body names none. */
function idsOf({ operation, id, body }: FaultedCall): unknown[] {
  if (operation?.startsWith('goals.') !== true) return [id];
  const envelope = Object(body) as Record<string, unknown>;
  const { agentId, goalId, agent_id } = Object(envelope.data) as Record<string, unknown>;
  return [id, envelope.id, agentId, goalId, agent_id];
}
