/** Whether a page of a list is the page that was asked for: its counts, its filter, its order. */
import { isRecord, type JsonRecord } from '../json';
import { isGood, type Opened, recordOf } from '../opened';
import { type Findings, shown } from './finding';

export function checkPage(opened: Opened, findings: Findings): void {
  if (!isGood(opened) || opened.exchange.response.ended) return;
  const page = recordOf(opened);
  if (page === undefined) return;
  if (opened.operation === 'agents.list') checkAgents(opened, page, findings);
  if (opened.operation === 'goals.list') checkGoals(opened, page, findings);
}

type Depart = (path: string, seen: Seen, reading: string) => void;

/** Words, or a value. */
type Seen = string | { readonly value: unknown };

function words(seen: Seen): string {
  return typeof seen === 'string' ? seen : shown(seen.value);
}

function checkAgents(opened: Opened, page: JsonRecord, findings: Findings): void {
  const depart: Depart = (path, seen, reading) =>
    findings.departure(opened, { path, seen: words(seen), reading, section: 'agents' });
  const items = recordsIn(page.data);
  const asked = Object.fromEntries(opened.query) as Readonly<Record<string, string | undefined>>;
  if (isRecord(page.meta)) checkMeta(page.meta, items.length, asked, depart);

  const { status, search } = asked;
  const others = items.filter((agent) => status !== undefined && agent.status !== status);
  if (others[0])
    depart('answer.data[].status', { value: others[0].status }, 'only agents of the asked status');
  const part = search?.toLowerCase() ?? '';
  const missed = items.filter(
    ({ name, description }) => !`${name}\n${description}`.toLowerCase().includes(part),
  );
  if (missed[0])
    depart('answer.data[].name', { value: missed[0].name }, 'search is over name and description');

  const { sortBy = 'createdAt', sortOrder = 'desc' } = asked;
  const wrong = firstUnsorted(items, sortBy, sortOrder === 'asc' ? 1 : -1);
  if (wrong) depart(`answer.data[].${wrong.by}`, { value: wrong.values }, wrong.reading);
}

function checkMeta(
  meta: JsonRecord,
  found: number,
  asked: Readonly<Record<string, string | undefined>>,
  depart: Depart,
): void {
  const { page, limit, total, totalPages, hasNextPage, hasPreviousPage } = meta;
  const wanted = { page: Number(asked.page ?? 1), limit: Number(asked.limit ?? 20) };
  if (page !== wanted.page)
    depart('answer.meta.page', { value: page }, 'the page that was asked for, by default 1');
  if (limit !== wanted.limit)
    depart('answer.meta.limit', { value: limit }, 'the limit that was asked for, by default 20');
  if (typeof total !== 'number' || typeof limit !== 'number' || typeof page !== 'number') return;
  const pages = Math.ceil(total / limit);
  if (totalPages !== pages) {
    depart(
      'answer.meta.totalPages',
      { value: totalPages },
      'total / limit, rounded up; 0 of an empty list',
    );
  }
  if (hasNextPage !== page < pages)
    depart('answer.meta.hasNextPage', { value: hasNextPage }, 'page < totalPages');
  if (hasPreviousPage !== page > 1)
    depart('answer.meta.hasPreviousPage', { value: hasPreviousPage }, 'page > 1');
  const due = Math.max(0, Math.min(limit, total - (page - 1) * limit));
  if (found !== due)
    depart('answer.data', `${found} agents`, 'as many as the page has by its counts');
}

/** Two neighbours in the wrong order. */
function firstUnsorted(items: readonly JsonRecord[], by: string, sign: 1 | -1) {
  for (let index = 1; index < items.length; index++) {
    const [before, after] = [items[index - 1], items[index]];
    const order = compare(before?.[by], after?.[by], sign);
    const values = [before?.[by], after?.[by]];
    if (order > 0) return { by, values, reading: `sorted by ${by}, ${sign > 0 ? 'asc' : 'desc'}` };
    const ids = [before?.id, after?.id];
    if (order === 0 && compare(before?.id, after?.id, sign) > 0) {
      return {
        by: 'id',
        values: ids,
        reading: 'ties in a sort are broken by id, in its direction',
      };
    }
  }
  return undefined;
}

function compare(a: unknown, b: unknown, sign: number): number {
  if (typeof a !== 'string' || typeof b !== 'string' || a === b) return 0;
  // A server may sort names as people do.
  if (sign * a.localeCompare(b, 'en') <= 0) return -1;
  return sign * (a < b ? -1 : 1);
}

function checkGoals(opened: Opened, page: JsonRecord, findings: Findings): void {
  const depart: Depart = (path, seen, reading) =>
    findings.departure(opened, { path, seen: words(seen), reading, section: 'goals' });
  const items = recordsIn(page.items);
  const { agentId, status, limit = 50, offset = 0 } = Object(opened.body) as JsonRecord;
  if (items.length > Number(limit)) {
    depart('answer.items', `${items.length} goals`, 'at most the asked limit, by default 50');
  }
  if (typeof page.count === 'number') {
    const due = Math.max(0, Math.min(Number(limit), page.count - Number(offset)));
    if (items.length !== due) {
      depart(
        'answer.count',
        { value: page.count },
        'the count is of all that match, whatever the page holds',
      );
    }
  }
  const foreign = items.filter((goal) => agentId !== undefined && goal.agent_id !== agentId);
  if (foreign[0])
    depart(
      'answer.items[].agent_id',
      { value: foreign[0].agent_id },
      'only goals of the asked agent',
    );
  const others = items.filter((goal) => status !== undefined && goal.status !== status);
  if (others[0])
    depart('answer.items[].status', { value: others[0].status }, 'only goals of the asked status');
  const times = items.map(({ created_at: at }) => Date.parse(String(at)));
  if (times.some((time, index) => time > (times[index - 1] ?? Number.POSITIVE_INFINITY))) {
    depart('answer.items[].created_at', 'an older one before a newer one', 'newest first');
  }
}

function recordsIn(list: unknown): JsonRecord[] {
  return Array.isArray(list) ? list.filter(isRecord) : [];
}
