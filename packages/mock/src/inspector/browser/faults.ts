/** Faults: those that are switched on, and a form to switch on another. */
import type { ListedFault } from '../../faults/listed';
import type { App, View } from './app';
import {
  act,
  area,
  button,
  byId,
  el,
  fill,
  input,
  keepingFocus,
  section,
  select,
  setOptions,
} from './dom';
import { choices } from './fault-choices';
import { Refused } from './server';
import { faultByHeader } from './snippets';
import { asJson, counted } from './words';

export function faultsView(app: App): View {
  const form = byId('fault-form', HTMLFormElement);
  const choice = select('fault-choice');
  const value = input('fault-value');
  const operation = select('fault-operation');
  const times = input('fault-times');
  const probability = input('fault-probability');
  const json = area('fault-json');
  const problem = section('fault-error');
  const empty = section('faults-empty');

  async function refresh(): Promise<void> {
    const { world } = app;
    const faults = await app.steer<ListedFault[]>('GET', '/faults');
    if (world !== app.world) return;
    keepingFocus(() => fill(section('faults-list'), faults, ({ id }) => id, card));
    button('faults-clear').disabled = faults.length === 0;
    if (faults.length === 0 && empty.dataset.world !== world) {
      empty.dataset.world = world;
      empty.querySelector('.snippet')?.remove();
      empty.append(faultByHeader(world));
    }
    empty.hidden = faults.length > 0;
  }

  function card({ id, fault, seen, acted }: ListedFault): HTMLElement {
    const isOver = fault.times !== undefined && acted >= fault.times;
    return el(
      'li',
      {},
      el(
        'div',
        { class: 'top' },
        el('b', {}, id),
        el('span', { class: 'note' }, `${isOver ? 'over · ' : ''}seen ${seen}, acted ${acted}`),
      ),
      el('pre', {}, JSON.stringify(fault)),
      el(
        'div',
        { class: 'actions' },
        act('Switch off', id, () => void switchOff(id), { class: 'danger' }),
      ),
    );
  }

  async function switchOff(id: string): Promise<void> {
    const path = `/faults/${encodeURIComponent(id)}`;
    const isOff = await app.attempt(`${id} is off.`, () => app.steer('DELETE', path));
    if (isOff && !section('faults-list').contains(document.activeElement)) choice.focus();
  }

  /** The form writes the JSON, which anybody may go on writing. */
  function write(): void {
    const chosen = choices[Number(choice.value)];
    const fault = {
      ...(operation.value !== '*' && { operation: operation.value }),
      ...(times.value && { times: Number(times.value) }),
      ...(probability.value && { probability: Number(probability.value) }),
    };
    json.value = asJson({ ...chosen?.fault(value.value), ...fault });
    fail('');
  }

  function choose(): void {
    const asked = choices[Number(choice.value)]?.value;
    value.disabled = asked === undefined;
    value.value = asked?.proposed ?? '';
    section('fault-value-label').textContent = asked?.words ?? 'No value needed';
    write();
  }

  function fail(words: string): void {
    problem.textContent = words;
    json.setAttribute('aria-invalid', String(words !== ''));
  }

  async function switchOn(): Promise<void> {
    let fault: unknown;
    try {
      fault = JSON.parse(json.value);
    } catch (error) {
      fail(`This is no JSON: ${(error as Error).message}`);
      return;
    }
    try {
      const added = await app.steer<ListedFault[]>('POST', '/faults', fault);
      fail('');
      await app.attempt(`${counted(added.length, 'fault')} switched on.`, async () => {});
    } catch (error) {
      fail(error instanceof Refused ? error.message : String(error));
      json.focus();
    }
  }

  setOptions(
    choice,
    choices.map(({ words }, index) => [String(index), words]),
  );
  choose();
  choice.addEventListener('change', choose);
  for (const field of [value, operation, times, probability]) {
    field.addEventListener('input', write);
  }
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void switchOn();
  });
  button('faults-clear').addEventListener('click', () => {
    void app.attempt('All faults are off.', () => app.steer('DELETE', '/faults'));
  });
  return { refresh };
}
