/** Goals as tables and as records. */
import type { Goal } from '@voicectl/sdk';
import { stateColumn, timeColumn } from '../../output/columns';
import type { Column, Output } from '../../output/index';

export function goalColumns(out: Output): readonly Column<Goal>[] {
  return [
    { title: 'id', value: ({ id }) => id, whole: true },
    { title: 'name', value: ({ name }) => name },
    stateColumn(out.paint, ({ status }) => status),
    { title: 'priority', value: ({ priority }) => priority },
    { title: 'agent', key: 'agent_id', value: ({ agent_id }) => agent_id, wide: true },
    timeColumn('created', 'created_at', ({ created_at }) => created_at),
    { ...timeColumn('updated', 'updated_at', ({ updated_at }: Goal) => updated_at), wide: true },
    { title: 'description', value: ({ description }) => description, wide: true },
  ];
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
