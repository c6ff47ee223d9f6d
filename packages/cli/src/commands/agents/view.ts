/** Agents as tables and as records. */
import type { Agent } from '@voicectl/sdk';
import { stateColumn, timeColumn } from '../../output/columns';
import type { Column, Output } from '../../output/index';
import { paintState } from '../../output/state';

/** Of the two times, the one that lists go by is for everyone. */
export function agentColumns(out: Output, sortedBy = 'createdAt'): readonly Column<Agent>[] {
  const byUpdate = sortedBy === 'updatedAt';
  return [
    { title: 'id', value: ({ id }) => id, whole: true },
    { title: 'name', value: ({ name }) => name },
    stateColumn(out.paint, ({ status }) => status),
    { title: 'version', value: ({ version }) => version, wide: true },
    { title: 'model', value: ({ modelConfig }) => modelConfig?.model, wide: true },
    { title: 'mode', value: ({ voiceConfig }) => voiceConfig?.pipelineMode, wide: true },
    {
      ...timeColumn('created', 'createdAt', ({ createdAt }: Agent) => createdAt),
      wide: byUpdate,
    },
    {
      ...timeColumn('updated', 'updatedAt', ({ updatedAt }: Agent) => updatedAt),
      wide: !byUpdate,
    },
    { title: 'description', value: ({ description }) => description, wide: true },
  ];
}

export function showAgent(out: Output, agent: Agent): Promise<void> {
  return out.show(agent, () => ({
    fields: [
      ['id', agent.id],
      ['name', agent.name],
      ['status', agent.status, (line) => paintState(out.paint, line)],
      ['version', agent.version],
      ['description', agent.description],
      ['instructions', agent.instructions],
      ['policy', agent.policy],
      ['model', agent.modelConfig],
      ['voice', agent.voiceConfig],
      ['memory', agent.memoryConfig],
      ['knowledge', agent.knowledgeBaseConfig],
      ['metadata', agent.metadata],
      ['created', agent.createdAt],
      ['updated', agent.updatedAt],
    ],
  }));
}

/** Legal, but documented as not implemented by the platform. */
export function warnOfSts(out: Output, { voiceConfig }: Agent): void {
  if (voiceConfig?.pipelineMode !== 'sts') return;
  out.warn('The platform documents the pipeline mode "sts" as not implemented yet');
}
