/** The comments above a text that is edited. */
import type { Fields } from '../input/assign';
import type { Kind } from '../input/contract';
import { cleanLine } from '../output/clean';

export function headerOf(kind: Kind, record: Fields): string {
  const { id, name, status, version } = record;
  const state = [status, ...(version === undefined ? [] : [`version ${String(version)}`])];
  const lines = [
    `The ${kind} ${JSON.stringify(name)}: ${state.join(', ')}, id ${String(id)}`,
    'Save and close this to see what would change; nothing is sent before you agree.',
    'To cancel, leave it as it is, or take everything away.',
    ...(kind === 'agent' ? agentLines(record) : []),
  ];
  return `${lines.map((line) => `# ${cleanLine(line)}\n`).join('')}\n`;
}

function agentLines({ resolutionCriteria }: Fields): string[] {
  const lines = [
    'metadata is merged by the server: its keys can be changed and added, not taken away.',
  ];
  if ((resolutionCriteria ?? null) !== null) return lines;
  return [
    ...lines,
    'resolutionCriteria can be written but not read: give all of them, or none to keep what there is.',
  ];
}
