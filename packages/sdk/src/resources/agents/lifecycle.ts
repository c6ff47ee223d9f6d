/** Which transition leads from which status where. Pure. */

/** Where an agent can be in its life (documented). */
export const agentStatuses = ['draft', 'active', 'archived'] as const;
/** Where an agent can be in its life (documented). */
export type AgentStatus = (typeof agentStatuses)[number];

/** Archiving a draft is our reading of the documented diagram; every pair that is not here is a 409 (our reading). */
export const transitions = {
  activate: { from: ['draft'], to: 'active' },
  archive: { from: ['active', 'draft'], to: 'archived' },
  restore: { from: ['archived'], to: 'active' },
} as const satisfies Record<string, { from: readonly AgentStatus[]; to: AgentStatus }>;

/** What leads from one status to another (documented). */
export type Transition = keyof typeof transitions;

/** Whether a transition is allowed from a status. The SDK does not ask: the server decides. */
/** A status that we don't know allows nothing. */
export function canTransition(
  transition: Transition,
  status: AgentStatus | (string & {}),
): boolean {
  return (transitions[transition].from as readonly string[]).includes(status);
}

/** All transitions that are allowed from a status. */
export function transitionsFrom(status: AgentStatus | (string & {})): Transition[] {
  return (Object.keys(transitions) as Transition[]).filter((name) => canTransition(name, status));
}

/** The fewest transitions that lead from one status to another; undefined where none do, empty where none are needed. */
export function walk(from: AgentStatus, to: AgentStatus): Transition[] | undefined {
  const ways: { status: AgentStatus; taken: Transition[] }[] = [{ status: from, taken: [] }];
  const reached = new Set<AgentStatus>([from]);
  for (const { status, taken } of ways) {
    if (status === to) return taken;
    for (const transition of transitionsFrom(status)) {
      const next = transitions[transition].to;
      if (reached.has(next)) continue;
      reached.add(next);
      ways.push({ status: next, taken: [...taken, transition] });
    }
  }
  return undefined;
}
