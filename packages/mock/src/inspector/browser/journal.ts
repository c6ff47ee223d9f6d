/** The journal: what the mock was asked, as it is asked. */
import { type App, confirmed, sayFailure, type View } from './app';
import { button, fill, section, select } from './dom';
import type { JournalEntry } from './journal-entry';
import { isCut, row } from './journal-row';
import { steer, steerWorld } from './server';
import { callByCurl } from './snippets';
import { counted } from './words';

/** Older ones make room. */
const most = 500;
const mostWorlds = 20;

const keyOf = ({ world, seq, at }: JournalEntry) => `${world}/${seq}/${at}`;

export function journalView(app: App): View {
  const operation = select('journal-operation');
  const status = select('journal-status');
  const scope = select('journal-scope');
  const pause = button('journal-pause');
  const list = section('journal-list');
  const empty = section('journal-empty');
  const entries = new Map<string, JournalEntry>();
  /** Those that came while the list stands still. */
  const waiting: JournalEntry[] = [];
  let isPaused = false;
  let isDrawing = false;
  let chosen: Element | undefined;

  function add(entry: JournalEntry): void {
    if (isPaused) {
      const isKnown =
        entries.has(keyOf(entry)) || waiting.some((each) => keyOf(each) === keyOf(entry));
      if (!isKnown && waiting.length < most) waiting.push(entry);
    } else entries.set(keyOf(entry), entry);
    drawSoon();
  }

  /** Once a frame, however many came. */
  function drawSoon(): void {
    if (isDrawing) return;
    isDrawing = true;
    requestAnimationFrame(() => {
      isDrawing = false;
      draw();
    });
  }

  function draw(): void {
    const all = [...entries.values()].sort((a, b) => order(a.at, b.at) || a.seq - b.seq);
    for (const old of all.slice(0, -most)) entries.delete(keyOf(old));
    const shown = all.slice(-most).filter(fits);
    // Whoever reads further up stays there.
    const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 4;
    fill(list, shown, keyOf, row, keyOf);
    if (atEnd) list.scrollTop = list.scrollHeight;
    keepOneStop();
    const words = isPaused ? `Paused, ${waiting.length} waiting` : counted(shown.length, 'request');
    const state = section('journal-state');
    if (state.textContent !== words) state.textContent = words;
    showEmpty(shown.length === 0, entries.size > 0);
  }

  function fits(entry: JournalEntry): boolean {
    if (scope.value === 'one' && entry.world !== app.world) return false;
    if (operation.value && (entry.operation ?? 'none') !== operation.value) return false;
    if (status.value === 'cut') return isCut(entry);
    if (status.value === 'fault') return entry.fault !== undefined;
    return `${entry.status}`.startsWith(status.value);
  }

  function showEmpty(isEmpty: boolean, isFiltered: boolean): void {
    const kind = isEmpty ? `${isFiltered} ${app.world}` : '';
    if (empty.dataset.kind === kind) return;
    empty.dataset.kind = kind;
    empty.hidden = !isEmpty;
    empty.replaceChildren(
      isFiltered ? 'No request fits the choices above.' : 'No requests yet.',
      ...(isFiltered ? [] : [callByCurl(app.world)]),
    );
  }

  /** One line is a stop of the Tab key, the latest until another is chosen; arrows go on from there. */
  function keepOneStop(): void {
    if (chosen?.isConnected) return;
    setStop(list.lastElementChild);
  }

  function setStop(line: Element | null): HTMLElement | undefined {
    const summary = line?.querySelector('summary') ?? undefined;
    list.querySelector('summary[tabindex="0"]')?.setAttribute('tabindex', '-1');
    summary?.setAttribute('tabindex', '0');
    return summary;
  }

  function moveTo(line: Element | null | undefined): void {
    if (!line) return;
    chosen = line;
    setStop(line)?.focus();
  }

  list.addEventListener('keydown', (event) => {
    const line = event.target instanceof Element && event.target.closest('summary')?.closest('li');
    if (!line) return;
    const next = {
      ArrowDown: line.nextElementSibling,
      ArrowUp: line.previousElementSibling,
      Home: list.firstElementChild,
      End: list.lastElementChild,
    }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    moveTo(next);
  });
  list.addEventListener('click', ({ target }) => {
    if (target instanceof Element) moveTo(target.closest('summary')?.closest('li'));
  });

  /** What is in the journals already. */
  async function catchUp(): Promise<void> {
    const worlds = scope.value === 'one' ? [app.world] : (await names()).slice(0, mostWorlds);
    for (const world of worlds) {
      const known = await steerWorld<JournalEntry[]>(world, 'GET', '/journal');
      for (const entry of known.slice(-most)) add(entry);
    }
    drawSoon();
  }

  async function clear(): Promise<void> {
    const isOne = scope.value === 'one';
    const title = isOne
      ? `Clear the journal of ${app.world}?`
      : 'Clear the journals of all worlds?';
    if (!(await confirmed(title, 'The mock forgets the requests, too.', 'Clear'))) return;
    const cleared = isOne ? [app.world] : await names();
    await app.attempt('The journal is cleared.', async () => {
      for (const world of cleared) await steerWorld(world, 'DELETE', '/journal');
      forget(cleared);
    });
  }

  function forget(worlds: readonly string[]): void {
    for (const [key, { world }] of entries) if (worlds.includes(world)) entries.delete(key);
    const kept = waiting.filter(({ world }) => !worlds.includes(world));
    waiting.splice(0, waiting.length, ...kept);
    draw();
  }

  function setPaused(paused: boolean): void {
    isPaused = paused;
    pause.setAttribute('aria-pressed', String(paused));
    if (!paused) for (const entry of waiting.splice(0)) add(entry);
    draw();
  }

  const retry = () => void catchUp().catch(sayFailure);
  pause.addEventListener('click', () => setPaused(!isPaused));
  button('journal-clear').addEventListener('click', () => void clear().catch(sayFailure));
  operation.addEventListener('change', draw);
  status.addEventListener('change', draw);
  scope.addEventListener('change', retry);
  return {
    refresh: drawSoon,
    entered: retry,
    missed: retry,
    heard: add,
  };
}

async function names(): Promise<string[]> {
  return (await steer<{ name: string }[]>('GET', '/worlds')).map(({ name }) => name);
}

const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
