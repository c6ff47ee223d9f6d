/** Whether a refusal comes in the shape in which we read each API to say no. */
import { isRecord } from '../json';
import { isGood, type Opened } from '../opened';
import { type Findings, shown } from './finding';

export function checkRefusalShape(opened: Opened, findings: Findings): void {
  const { status, ended } = opened.exchange.response;
  if (isGood(opened) || status < 200 || (status >= 300 && status < 400) || ended) return;
  if (opened.api === 'agents') checkAgents(opened, findings);
  else checkGoals(opened, findings);
}

function checkAgents(opened: Opened, findings: Findings): void {
  const { answer, exchange } = opened;
  const { status, body } = exchange.response;
  const reading = 'errors are {statusCode, message, error}; any shape is read';
  if (!isRecord(answer)) {
    findings.departure(opened, {
      path: 'answer',
      seen: shown(body ?? ''),
      reading,
      section: 'agents',
    });
    return;
  }
  const { statusCode, message, error } = answer;
  const depart = (name: string, value: unknown) =>
    findings.departure(opened, {
      path: `answer.${name}`,
      seen: shown(value),
      reading,
      section: 'agents',
    });
  if (statusCode !== status) depart('statusCode', statusCode);
  if (!isWords(message)) depart('message', message);
  else if (status === 400 && !Array.isArray(message)) {
    findings.information(opened, {
      path: 'answer.message',
      seen: shown(message),
      reading: 'the message of a 400 is a list of `path: problem`',
      section: 'agents',
    });
  }
  if (error !== undefined && typeof error !== 'string') depart('error', error);
}

function checkGoals(opened: Opened, findings: Findings): void {
  const { answer, exchange } = opened;
  const { status, body } = exchange.response;
  const depart = (path: string, seen: unknown, reading: string) =>
    findings.departure(opened, { path, seen: shown(seen), reading, section: 'wire' });
  const envelope = 'a failure is {"success": false, "error": {code, message, status}}';
  if (!isRecord(answer)) {
    depart('answer', body ?? '', envelope);
    return;
  }
  if (answer.success !== false) depart('answer.success', answer.success, envelope);
  if (!isRecord(answer.error)) {
    depart('answer.error', answer.error, envelope);
    return;
  }
  const { code, message, status: named } = answer.error;
  if (typeof code !== 'string') depart('answer.error.code', code, envelope);
  if (typeof message !== 'string') depart('answer.error.message', message, envelope);
  if (typeof named !== 'number') depart('answer.error.status', named, envelope);
  else if (named !== status) {
    depart('status', status, 'the status is the one that the envelope names');
  }
  if (typeof code === 'string' && !knownCodes.has(code)) {
    findings.information(opened, {
      path: 'answer.error.code',
      seen: code,
      reading: 'codes are open, and this one is not known',
      section: 'goals',
    });
  }
}

function isWords(message: unknown): boolean {
  return (
    typeof message === 'string' ||
    (Array.isArray(message) && message.every((each) => typeof each === 'string'))
  );
}

/** The documented ones, and those that are seen beside them. */
const knownCodes = new Set([
  'VALIDATION_ERROR',
  'UNAUTHORIZED',
  'FORBIDDEN',
  'NOT_FOUND',
  'INTERNAL_ERROR',
  'INVALID_ACTION',
  'INVALID_TOKEN',
  'RATE_LIMIT_EXCEEDED',
]);
