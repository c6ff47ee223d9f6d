/** Goals as tables and as records. */
import type { Goal } from '@voicectl/sdk';
import type { Output, View } from '../../output/index';

export function goalTable(goals: readonly Goal[]): View<Goal> {
  return {
    rows: goals,
    columns: [
      { title: 'id', value: ({ id }) => id, whole: true },
      { title: 'name', value: ({ name }) => name },
      { title: 'status', value: ({ status }) => status },
      { title: 'priority', value: ({ priority }) => priority },
      { title: 'agent', value: ({ agent_id }) => agent_id },
    ],
  };
}

export function showGoal(out: Output, goal: Goal): Promise<void> {
  return out.show(goal, () => ({
    fields: [
      ['id', goal.id],
      ['name', goal.name],
      ['agent', goal.agent_id],
      ['status', goal.status],
      ['priority', goal.priority],
      ['description', goal.description],
      ...(goal.lead_info_fields ? [['fields', goal.lead_info_fields] as const] : []),
      ...(goal.owner ? [['owner', goal.owner.email ?? goal.owner.id] as const] : []),
      ['created', goal.created_at],
      ['updated', goal.updated_at],
    ],
  }));
}
