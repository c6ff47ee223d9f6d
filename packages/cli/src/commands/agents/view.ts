/** Agents as tables and as records. */
import type { Agent } from '@voicectl/sdk';
import { ago } from '../../output/ago';
import type { Output, View } from '../../output/index';

export function agentTable(out: Output, agents: readonly Agent[]): View<Agent> {
  return {
    rows: agents,
    columns: [
      { title: 'id', value: ({ id }) => id, whole: true },
      { title: 'name', value: ({ name }) => name },
      {
        title: 'status',
        value: ({ status }) => status,
        whole: true,
        paint: (cell) => paintStatus(out, cell),
      },
      { title: 'version', value: ({ version }) => version },
      { title: 'updated', value: ({ updatedAt }) => ago(updatedAt, Date.now()), whole: true },
    ],
  };
}

export function showAgent(out: Output, agent: Agent): Promise<void> {
  return out.show(agent, () => ({
    fields: [
      ['id', agent.id],
      ['name', agent.name],
      ['status', agent.status],
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

function paintStatus({ paint }: Output, status: string): string {
  if (status === 'active') return paint.green(status);
  if (status === 'draft') return paint.yellow(status);
  return status === 'archived' ? paint.gray(status) : status;
}
