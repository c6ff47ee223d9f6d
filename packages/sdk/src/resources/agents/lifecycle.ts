/** Which transition leads from which status where. Pure. */

export const agentStatuses = ['draft', 'active', 'archived'] as const;
export type AgentStatus = (typeof agentStatuses)[number];

/** Archiving a draft is our reading of the documented diagram; every pair that is not here is a 409 (our reading). */
export const transitions = {
  activate: { from: ['draft'], to: 'active' },
  archive: { from: ['active', 'draft'], to: 'archived' },
  restore: { from: ['archived'], to: 'active' },
} as const satisfies Record<string, { from: readonly AgentStatus[]; to: AgentStatus }>;

export type Transition = keyof typeof transitions;

export function canTransition(transition: Transition, status: AgentStatus): boolean {
  return (transitions[transition].from as readonly AgentStatus[]).includes(status);
}

export function transitionsFrom(status: AgentStatus): Transition[] {
  return (Object.keys(transitions) as Transition[]).filter((name) => canTransition(name, status));
}
