/** A request of the journal as a line that opens. */
import { el } from './dom';
import type { JournalEntry } from './journal-entry';
import { asJson, timeOfDay, took } from './words';

export const isCut = ({ status, unfinished }: JournalEntry) => status === 0 || unfinished === true;

export function row(entry: JournalEntry): HTMLElement {
  const details = el('details', {}, summary(entry));
  details.addEventListener('toggle', () => {
    if (details.open && details.children.length === 1) details.append(facts(entry));
  });
  return el('li', {}, details);
}

function summary(entry: JournalEntry): HTMLElement {
  const { at, method, path, operation, status, ms, world, fault } = entry;
  const tag = fault === undefined ? [] : [el('span', { class: 'tag' }, 'fault')];
  return el(
    'summary',
    { tabindex: '-1' },
    el('span', {}, timeOfDay(at)),
    el('span', { class: 'method' }, method),
    el(
      'span',
      { class: tone(entry) },
      isCut(entry) ? `${status || ''} cut`.trim() : `${status}`,
      ...tag,
    ),
    el('span', {}, took(ms)),
    el('span', {}, operation ?? '–'),
    el('span', { class: 'path' }, path),
    el('span', { class: 'note' }, world),
  );
}

function tone(entry: JournalEntry): string {
  if (isCut(entry) || entry.status >= 500) return 'bad';
  return entry.status >= 400 ? 'warn' : 'good';
}

/** What a line has no room for. */
function facts(entry: JournalEntry): HTMLElement {
  const { at, seq, query, id, body, error, fault, unfinished, sources } = entry;
  const parts: readonly (readonly [string, unknown])[] = [
    ['Request', `${seq} of this world, ${at}`],
    ['Id', id],
    ['Query', query],
    ['Request body', body],
    ['Error', error],
    ['Fault', fault],
    ['Unfinished', unfinished && 'The answer was not heard to its end'],
    ['Sources', sources],
  ];
  return el(
    'dl',
    { class: 'facts' },
    ...parts
      .filter(([, value]) => value !== undefined)
      .flatMap(([name, value]) => [
        el('dt', {}, name),
        el('dd', {}, typeof value === 'string' ? value : el('pre', {}, asJson(value))),
      ]),
  );
}
