/** A record against what it should be, field by field. */
import { differencesOf, type JsonRecord } from '../json';
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
