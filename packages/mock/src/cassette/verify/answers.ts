/** Whether a good answer has the status, the form and the fields of the contract. */
import { problemsOf } from '@voicectl/sdk/contract';
import { isRecord, type JsonRecord } from '../json';
import { isGood, type Opened, recordOf } from '../opened';
import { type Findings, shown } from './finding';
import { unnamedKeys } from './known-keys';
import { isUuid } from './requests';

/** @param record the answer out of its wrappers. */
export function checkAnswer(opened: Opened, findings: Findings): void {
  checkRequestId(opened, findings);
  const { endpoint, exchange, api } = opened;
  const { status, ended, events, lossy, note } = exchange.response;
  if (status >= 300 && status < 400) {
    const seen = `${status}, to ${exchange.response.headers.location ?? 'nowhere'}`;
    findings.departure(opened, { path: 'status', seen, reading: 'no redirects', section: 'wire' });
  }
  if (endpoint === undefined || !isGood(opened)) return;
  if (status !== endpoint.status) {
    const reading = `a success is ${endpoint.status}`;
    findings.departure(opened, { path: 'status', seen: String(status), reading, section: 'wire' });
  }
  if (lossy) {
    const finding = { seen: 'other bytes', reading: 'UTF-8', section: 'wire' } as const;
    findings.departure(opened, { ...finding, path: 'answer' });
  }
  if (ended === 'cut' && note === undefined) {
    const finding = { seen: 'the connection broke', reading: 'an answer is whole' } as const;
    findings.departure(opened, { ...finding, path: 'answer', section: 'wire' });
  }
  if (ended || events || endpoint.lenient) return;
  const record = readRecord(opened, findings);
  if (record === undefined) return;
  checkRecord(opened, record, findings);
  if (api === 'agents')
    for (const agent of agentsIn(opened, record)) checkForms(opened, agent, findings);
}

function checkRequestId(opened: Opened, findings: Findings): void {
  const { headers } = opened.exchange.response;
  if (headers['x-request-id']) return;
  const other = headers['request-id'];
  const finding = {
    path: 'answer.headers',
    seen: other ? 'request-id' : 'none',
    reading: 'every answer carries x-request-id',
    section: 'agents',
  } as const;
  if (other) findings.information(opened, finding);
  else findings.departure(opened, finding);
}

function readRecord(opened: Opened, findings: Findings): JsonRecord | undefined {
  const { answer, api, exchange } = opened;
  const type = exchange.response.headers['content-type'] ?? 'no content type';
  const fail = (seen: string, reading: string) => {
    findings.departure(opened, { path: 'answer', seen, reading, section: 'wire' });
    return undefined;
  };
  if (answer === undefined) {
    const body = exchange.response.body ?? '';
    return fail(body === '' ? 'no body' : `${type}: ${shown(body)}`, 'an answer is JSON');
  }
  if (!/\bjson\b/i.test(type)) {
    const finding = { path: 'answer.headers', seen: type, section: 'wire' } as const;
    findings.information(opened, { ...finding, reading: 'JSON comes as application/json' });
  }
  if (api === 'goals' && Object(answer).success !== true) {
    return fail(shown(answer), 'an answer is {"success": true, "data": …}');
  }
  const record = recordOf(opened);
  if (record === undefined) return fail(shown(answer), 'an answer is an object');
  if (api === 'goals' && record !== Object(answer).data) {
    findings.information(opened, {
      path: 'answer.data',
      seen: '{"goal": …}',
      reading: 'the goal itself, or it in a wrapper',
      section: 'goals',
    });
  }
  return record;
}

function checkRecord(opened: Opened, record: JsonRecord, findings: Findings): void {
  const { endpoint, api, query, body } = opened;
  if (endpoint === undefined) return;
  for (const { path, message } of problemsOf(endpoint.result, record) ?? []) {
    const at = path ? `answer.${path}` : 'answer';
    const reading = `the schema of ${endpoint.operation}`;
    findings.departure(opened, { path: at, seen: message, reading, section: 'wire' });
  }
  for (const path of unnamedKeys(endpoint.result, record)) {
    const reading = 'is not known, and is handed on';
    findings.information(opened, {
      path: `answer.${path}`,
      seen: 'is there',
      reading,
      section: 'rule',
    });
  }
  const items = [record, ...[api === 'agents' ? record.data : record.items].flat()].filter(
    isRecord,
  );
  if (items.some(({ resolutionCriteria }) => resolutionCriteria)) {
    const finding = { path: 'answer.resolutionCriteria', seen: 'is there' } as const;
    const reading = 'can only be written; is handed on where it comes';
    findings.information(opened, { ...finding, reading, section: 'rule' });
  }
  const admin = Object(body).adminMode === true || query.has('adminMode');
  if (api === 'goals' && !admin && items.some(({ owner }) => owner)) {
    const finding = { path: 'answer.owner', seen: 'is there', section: 'goals' } as const;
    findings.information(opened, { ...finding, reading: 'comes in admin mode only' });
  }
}

/** The agents that an answer holds. */
export function agentsIn({ operation }: Opened, record: JsonRecord): JsonRecord[] {
  if (operation === 'agents.test') return [];
  if (operation !== 'agents.list') return [record];
  return Array.isArray(record.data) ? record.data.filter(isRecord) : [];
}

function checkForms(opened: Opened, agent: JsonRecord, findings: Findings): void {
  const check = (name: string, fits: boolean, reading: string) => {
    if (fits || typeof agent[name] !== 'string') return;
    const path = opened.operation === 'agents.list' ? `answer.data[].${name}` : `answer.${name}`;
    findings.departure(opened, { path, seen: shown(agent[name]), reading, section: 'wire' });
  };
  check('id', isUuid(agent.id), 'ids are UUIDs');
  for (const name of ['createdAt', 'updatedAt']) {
    check(name, isTime(agent[name]), 'times are ISO 8601 with milliseconds and Z');
  }
}

function isTime(value: unknown): boolean {
  return typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value);
}
