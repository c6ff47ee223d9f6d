/** Goals, whose they are, and which agents they are attached to. */
import type { GoalLine } from '../look';
import { type App, confirmed, sayFailure, showRecord, type View } from './app';
import { act, button, el, fill, input, keepingFocus, section, settled } from './dom';
import { callGoals } from './server';
import { createGoalByCurl } from './snippets';
import { counted, when } from './words';

const step = 50;

export function goalsView(app: App): View {
  const search = input('goals-search');
  const more = button('goals-more');
  const empty = section('goals-empty');
  let limit = step;

  async function refresh(): Promise<void> {
    const { world } = app;
    const query = new URLSearchParams({ search: search.value.trim(), limit: String(limit) });
    const { total, goals } = await app.steer<{ total: number; goals: GoalLine[] }>(
      'GET',
      `/goals?${query}`,
    );
    if (world !== app.world) return;
    keepingFocus(() => fill(section('goals-list'), goals, ({ goal }) => goal.id, card));
    more.hidden = total <= goals.length;
    more.textContent = `Show more goals (${counted(total - goals.length, 'other')})`;
    if (goals.length > 0) empty.hidden = true;
    else if (search.value.trim() !== '') showEmpty(el('p', {}, 'No goal matches.'));
    else {
      showEmpty(el('p', {}, 'This world has no goals yet.'), createGoalByCurl(app.world));
    }
  }

  function showEmpty(...nodes: Node[]): void {
    empty.replaceChildren(...nodes);
    empty.hidden = false;
  }

  function card(line: GoalLine): HTMLElement {
    const { goal, agent, attachedTo } = line;
    const priority = goal.priority === null ? '' : ` · priority ${goal.priority}`;
    const own = goal.agent_id;
    const isAttached = attachedTo.some(({ id }) => id === own);
    return el(
      'li',
      {},
      el(
        'div',
        { class: 'top' },
        el(
          'span',
          {},
          el('button', { class: 'link', click: () => showRecord(goal.name, goal) }, goal.name),
        ),
        el('span', { class: 'note' }, `${goal.status}${priority}`),
      ),
      el('span', { class: 'id' }, goal.id),
      el(
        'span',
        { class: 'note' },
        `Of ${agent ?? `a deleted agent (${own})`} · updated `,
        el('time', { datetime: goal.updated_at, title: goal.updated_at }, when(goal.updated_at)),
      ),
      el('span', {}, `Attached to ${attachedTo.map(({ name }) => name).join(', ') || 'no agent'}`),
      el(
        'div',
        { class: 'actions' },
        ...(agent === null || isAttached
          ? []
          : [act('Attach', `${goal.name} to ${agent}`, () => attach(line))]),
        ...attachedTo.map(({ id, name }) =>
          act('Detach', `${goal.name} from ${name}`, () => detach(line, id)),
        ),
        act('Delete', goal.name, () => remove(line), { class: 'danger' }),
      ),
    );
  }

  function attach({ goal, agent }: GoalLine) {
    const data = { goalId: goal.id, agentId: goal.agent_id };
    return app.attempt(`${goal.name} is attached to ${agent}.`, () =>
      callGoals(app.world, 'attach', { data }),
    );
  }

  function detach({ goal }: GoalLine, agentId: string) {
    const data = { goalId: goal.id, agentId };
    return app.attempt(`${goal.name} is detached.`, () => callGoals(app.world, 'detach', { data }));
  }

  async function remove({ goal }: GoalLine): Promise<void> {
    const words = 'It is gone for good, and no agent is attached to it any more.';
    if (!(await confirmed(`Delete ${goal.name}?`, words, 'Delete goal'))) return;
    const call = () => callGoals(app.world, 'delete', { id: goal.id });
    if (await app.attempt(`${goal.name} is deleted.`, call)) search.focus();
  }

  const soon = settled(() => void refresh().catch(sayFailure));
  search.addEventListener('input', () => {
    limit = step;
    soon();
  });
  more.addEventListener('click', () => {
    limit = Math.min(limit * 5, 1000);
    refresh().catch(sayFailure);
  });
  return {
    refresh,
    entered() {
      limit = step;
      search.value = '';
    },
  };
}
