/** Whether an update changes what it was given, counts as a version what it should, and leaves the rest alone. */
import { isRecord, isSame, type JsonRecord } from '../json';
import type { Opened } from '../opened';
import { askedOf, compareFields, isAbsent } from './fields';
import { type Findings, shown } from './finding';

/** What is known of an agent after a call. */
export interface KnownAgent {
  readonly agent: JsonRecord;
  /** Write-only, so that only its writer knows; undefined where nobody does. */
  readonly criteria: unknown;
  /** When this was known, in milliseconds of the recorder's clock. */
  readonly since: number;
}

/** @returns the criteria that the agent has now, where they can be known. */
export function checkUpdate(
  opened: Opened,
  known: KnownAgent | undefined,
  record: JsonRecord,
  findings: Findings,
): unknown {
  const { resolutionCriteria, ...given } = askedOf(opened, record, findings);
  const criteria = resolutionCriteria ?? known?.criteria;
  if (known === undefined) return criteria;
  const { agent } = known;
  const expected = merged(agent, given);
  const { updatedAt: _, version: __, ...fields } = expected;
  const reading = 'only what is given changes; metadata is merged, other objects are replaced';
  compareFields(opened, fields, record, reading, findings);

  const criteriaChange =
    resolutionCriteria === undefined
      ? 'no'
      : known.criteria === undefined
        ? 'unknown'
        : isSame(known.criteria, resolutionCriteria)
          ? 'no'
          : 'yes';
  checkVersion(opened, known, record, expected, criteriaChange, findings);
  const changesNothing = criteriaChange === 'no' && isEqual(agent, expected);
  if (changesNothing && record.updatedAt !== agent.updatedAt) {
    findings.departure(opened, {
      path: 'answer.updatedAt',
      seen: `moved from ${shown(agent.updatedAt)} to ${shown(record.updatedAt)}`,
      reading: 'an update that changes nothing leaves updatedAt alone',
      section: 'agents',
    });
  }
  return criteria;
}

const versionedFields = ['instructions', 'policy', 'modelConfig', 'memoryConfig'];

function checkVersion(
  opened: Opened,
  { agent }: KnownAgent,
  { version }: JsonRecord,
  expected: JsonRecord,
  criteriaChange: 'yes' | 'no' | 'unknown',
  findings: Findings,
): void {
  if (typeof agent.version !== 'number' || typeof version !== 'number') return;
  const changed = versionedFields.filter((name) => !isSameOrAbsent(agent[name], expected[name]));
  if (criteriaChange === 'yes') changed.push('resolutionCriteria');
  const rise = version - agent.version;
  if (rise === (changed.length > 0 ? 1 : 0)) return;
  if (rise === 1 && criteriaChange === 'unknown') return;
  findings.departure(opened, {
    path: 'answer.version',
    seen: `from ${agent.version} to ${version}, ${changed.length > 0 ? `changed: ${changed.join(', ')}` : 'no versioned field changed'}`,
    reading: 'version rises by one when a versioned field really differs, however many do',
    section: 'agents',
  });
}

function merged(agent: JsonRecord, given: JsonRecord): JsonRecord {
  const { metadata, ...fields } = given;
  const stays = isRecord(metadata) && isRecord(agent.metadata);
  return {
    ...agent,
    ...Object.fromEntries(Object.entries(fields).filter(([name]) => Object.hasOwn(agent, name))),
    ...(stays && { metadata: { ...(agent.metadata as JsonRecord), ...metadata } }),
  };
}

function isEqual(a: JsonRecord, b: JsonRecord): boolean {
  return Object.keys({ ...a, ...b }).every((name) => isSameOrAbsent(a[name], b[name]));
}

function isSameOrAbsent(a: unknown, b: unknown): boolean {
  return (isAbsent(a) && isAbsent(b)) || isSame(a, b);
}
