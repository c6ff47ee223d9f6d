/** A record against what it should be, field by field. */
import { unknownKeys } from '@voicectl/sdk/contract';
import { differencesOf, isRecord, isSame, type JsonRecord } from '../json';
import type { Opened } from '../opened';
import { type Findings, shown } from './finding';

/** Reports each place where a field is not as expected. `null` and absent are the same. */
export function compareFields(
  opened: Opened,
  expected: JsonRecord,
  record: JsonRecord,
  reading: string,
  findings: Findings,
): void {
  for (const [name, value] of Object.entries(expected)) {
    for (const { path, recorded: due, asked: came } of differencesOf(value, record[name], name)) {
      if (isAbsent(due) && isAbsent(came)) continue;
      findings.departure(opened, {
        path: `answer.${path}`,
        seen: `${shown(came)}, where ${shown(due)} was due`,
        reading,
        section: opened.api,
      });
    }
  }
}

export function isAbsent(value: unknown): boolean {
  return value === undefined || value === null;
}

/** What a request's body asks of an answer. Keys that nobody knows may be ignored: those that were are left out. */
export function askedOf(opened: Opened, record: JsonRecord, findings: Findings): JsonRecord {
  const { endpoint, body, api } = opened;
  if (!isRecord(body)) return {};
  const unknown = new Set(endpoint?.body ? unknownKeys(endpoint.body, body) : []);
  if (unknown.size === 0) return body;
  const taken = (value: unknown, came: unknown, path: string): unknown => {
    if (Array.isArray(value)) {
      return value.map((item, index) => taken(item, Object(came)[index], `${path}[${index}]`));
    }
    if (!isRecord(value)) return value;
    const fields = Object.entries(value).flatMap(([key, item]) => {
      const at = path === '' ? key : `${path}.${key}`;
      const there = isRecord(came) && Object.hasOwn(came, key) ? came[key] : undefined;
      if (!unknown.has(at)) return [[key, taken(item, there, at)]];
      if (isSame(item, there)) return [[key, item]];
      const seen = `${shown(there)}, where ${shown(item)} was sent`;
      const reading = 'keys that are not known are ignored';
      findings.information(opened, { path: `answer.${at}`, seen, reading, section: api });
      return [];
    });
    return Object.fromEntries(fields);
  };
  return taken(body, record, '') as JsonRecord;
}
