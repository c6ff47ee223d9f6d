/** Where criteria come from: a file, else the agent. */
import type { Context } from '../../context';
import { UsageError } from '../../failure/errors';
import { isRecord } from '../../is-record';
import type { Criterion } from './verdict';

/**
 * Those of the file where one is named, else the agent's own: the platform does not tell them, other servers may.
 * @param agent as the platform answered, undefined where nobody asked. @throws UsageError for a file that can't be used.
 */
export async function criteriaOf(
  agent: unknown,
  file: string | undefined,
  { streams, signal }: Pick<Context, 'streams' | 'signal'>,
): Promise<readonly Criterion[]> {
  if (file === undefined) return ofAgent(agent);
  const { readValue } = await import('../../input/document');
  return criteriaIn(await readValue(file, streams.stdin, signal), file);
}

/** A server may send anything: what is no criterion is left out. */
function ofAgent(agent: unknown): readonly Criterion[] {
  const list = isRecord(agent) ? agent['resolutionCriteria'] : undefined;
  if (!Array.isArray(list)) return [];
  const labels = new Set<unknown>();
  return list.filter(isRecord).flatMap(({ label, description }) => {
    if (typeof label !== 'string' || typeof description !== 'string') return [];
    if (label === '' || description === '' || labels.has(label)) return [];
    labels.add(label);
    return { label, description };
  });
}

async function criteriaIn(value: unknown, file: string): Promise<readonly Criterion[]> {
  const at = isRecord(value) ? 'resolutionCriteria' : '';
  const list = isRecord(value) ? value[at] : value;
  if (at !== '' && (list ?? null) === null) {
    throw new UsageError(`--criteria ${file} holds no resolutionCriteria`, wayOut);
  }
  const { problemsOf, ResolutionCriteria } = await import('@voicectl/sdk/contract');
  const problems = problemsOf(ResolutionCriteria, list)?.map(({ path, message }) => ({
    path: path === '' || path.startsWith('[') || at === '' ? `${at}${path}` : `${at}.${path}`,
    message,
  }));
  if (problems) throw new UsageError(`--criteria ${file} can't be used`, wayOut, problems);
  const criteria = ResolutionCriteria.parse(list);
  if (criteria.length > 0) return criteria;
  throw new UsageError(`--criteria ${file} holds no criterion`, wayOut);
}

const wayOut = 'It should be an agent file, or a list: [{label: "...", description: "..."}].';
