/** A world as a whole: its time, its snapshots, what it is filled with. */
import { type App, confirmed, type Summary, type View } from './app';
import { act, button, byId, el, fill, input, keepingFocus, section, select } from './dom';
import { steerWorld } from './server';
import { counted } from './words';

export function contentsView(app: App): View & { show(summary: Summary): void } {
  const now = byId('clock-now', HTMLTimeElement);
  let clock: Summary['clock'] | undefined;
  /** The machine's time when the mock told its own. */
  let toldAt = 0;

  async function refresh(): Promise<void> {
    const { world } = app;
    const names = await app.steer<string[]>('GET', '/snapshots');
    if (world !== app.world) return;
    section('snapshots-empty').hidden = names.length > 0;
    keepingFocus(() => fill(section('snapshots'), names, (name) => `snapshot ${name}`, line));
  }

  function line(name: string): HTMLElement {
    const path = `/snapshots/${encodeURIComponent(name)}`;
    const restore = async () => {
      const words = 'All that is in this world now is replaced.';
      if (!(await confirmed(`Restore ${name}?`, words, 'Restore'))) return;
      await app.attempt(`${app.world} is as in ${name}.`, () => app.steer('POST', path));
    };
    const remove = async () => {
      if (!(await confirmed(`Delete snapshot ${name}?`, 'It can’t be brought back.', 'Delete')))
        return;
      const isGone = await app.attempt(`${name} is gone.`, () => app.steer('DELETE', path));
      if (isGone) input('snapshot-name').focus();
    };
    return el(
      'li',
      {},
      el('span', {}, name),
      el(
        'span',
        { class: 'actions' },
        act('Restore', name, () => void restore()),
        act('Delete', name, () => void remove(), { class: 'danger' }),
      ),
    );
  }

  function show(summary: Summary): void {
    const { agents, goals, attachments, faults } = summary;
    const { draft, active, archived, deleted } = agents;
    section('contents-sum').textContent = [
      `${counted(draft + active + archived, 'agent')} (${draft} draft, ${active} active, ${archived} archived)`,
      `${deleted} deleted`,
      counted(goals, 'goal'),
      counted(attachments, 'attachment'),
      counted(faults, 'fault'),
    ].join(' · ');
    clock = summary.clock;
    toldAt = Date.now();
    showTime();
    section('clock-kind').textContent = kindOf(clock);
    button('clock-machine').disabled = clock.at === undefined && clock.ahead === undefined;
  }

  /** A clock of the world's own stands still between changes; the machine's goes on. */
  function showTime(): void {
    if (!clock) return;
    const told = new Date(clock.now).getTime();
    const at = new Date(clock.at === undefined ? told + Date.now() - toldAt : told);
    now.dateTime = at.toISOString();
    now.textContent = `${at.toISOString().slice(0, 19)}Z`;
  }

  on('clock-set', () => {
    const tick = Number(input('clock-tick').value);
    const body = { now: input('clock-time').value.trim(), tick };
    return app.attempt('The clock is set.', () => app.steer('PUT', '/clock', body));
  });
  on('clock-advance', () => {
    const advance = Number(input('clock-amount').value) * Number(select('clock-unit').value);
    return app.attempt('The clock has moved.', () => app.steer('PUT', '/clock', { advance }));
  });
  button('clock-machine').addEventListener('click', () => {
    const body = { machine: true };
    void app
      .attempt('The clock is the machine’s.', () => app.steer('PUT', '/clock', body))
      .then(() => input('clock-time').focus());
  });
  on('snapshot-save', async () => {
    const name = input('snapshot-name').value.trim();
    const path = `/snapshots/${encodeURIComponent(name)}`;
    const isSaved = await app.attempt(`Saved as ${name}.`, () => app.steer('PUT', path));
    if (isSaved) input('snapshot-name').value = '';
  });
  on('generate', async () => {
    const agents = Number(input('generate-agents').value);
    const seed = input('generate-seed').value.trim() || undefined;
    const title = `Generate ${counted(agents, 'agent')}?`;
    const words = `All that is in ${app.world} now is replaced.`;
    if (!(await confirmed(title, words, 'Generate'))) return;
    await app.attempt(`${counted(agents, 'agent')} generated.`, () =>
      app.steer('POST', '/generate', { agents, seed }),
    );
  });
  button('reset').addEventListener('click', async () => {
    const words = 'Its contents, faults and clock are as at the start, its journal is empty.';
    if (!(await confirmed(`Reset ${app.world}?`, words, 'Reset world'))) return;
    await app.attempt(`${app.world} is as at the start.`, () => app.steer('POST', '/reset'));
  });
  button('delete-world').addEventListener('click', async () => {
    const gone = app.world;
    const words = 'Its contents, snapshots, faults and journal are forgotten.';
    if (!(await confirmed(`Delete the world ${gone}?`, words, 'Delete world'))) return;
    await app.attempt(`${gone} is deleted.`, async () => {
      await steerWorld(gone, 'DELETE', '');
      // A look at it would make it anew.
      app.go('contents', 'default');
    });
  });
  setInterval(showTime, 1000);
  return { refresh, show };
}

function on(form: string, submit: () => Promise<unknown>): void {
  byId(form, HTMLFormElement).addEventListener('submit', (event) => {
    event.preventDefault();
    void submit();
  });
}

function kindOf({ at, tick, ahead }: Summary['clock']): string {
  if (at !== undefined) {
    return tick
      ? `A clock of its own: each change moves it by ${tick} ms.`
      : 'A clock of its own: it stands still until it is moved.';
  }
  if (ahead !== undefined) return `The machine’s clock, moved by ${ahead.toLocaleString('en')} ms.`;
  return 'The machine’s clock.';
}
