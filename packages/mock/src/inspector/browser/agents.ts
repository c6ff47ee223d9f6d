/** The agents by where they are in their life, and what can be done to them. */
import type { AgentColumn, AgentLine } from '../look';
import { type App, confirmed, sayFailure, showRecord, type View } from './app';
import { act, button, el, fill, input, keepingFocus, section, settled } from './dom';
import { callAgents, read } from './server';
import { createAgentByCurl, createAgentBySdk } from './snippets';
import { counted, when } from './words';

const statuses = ['draft', 'active', 'archived'] as const;
type Status = (typeof statuses)[number];

export type Transitions = Readonly<Record<string, { from: readonly string[]; to: string }>>;

const step = 20;

export function agentsView(app: App, transitions: Transitions): View {
  const search = input('agents-search');
  let limit = step;

  async function refresh(): Promise<void> {
    const { world } = app;
    const query = new URLSearchParams({ search: search.value.trim(), limit: String(limit) });
    const columns = await app.steer<Record<Status, AgentColumn>>('GET', `/agents?${query}`);
    if (world !== app.world) return;
    keepingFocus(() => {
      for (const status of statuses) showColumn(status, columns[status]);
    });
    const isEmpty = statuses.every((status) => columns[status].total === 0);
    showEmpty(isEmpty && search.value.trim() === '');
  }

  function showColumn(status: Status, { total, agents }: AgentColumn): void {
    const title = section(`${status}-title`).querySelector('.count');
    if (title) title.textContent = total.toLocaleString('en');
    const list = section(status);
    if (agents.length > 0) {
      fill(
        list,
        agents,
        ({ id }) => id,
        (agent) => card(agent, status),
      );
    } else {
      const words = search.value.trim() ? `No ${status} agent matches.` : `No ${status} agents.`;
      list.replaceChildren(el('li', { class: 'none' }, words));
    }
    const more = button(`${status}-more`);
    more.hidden = total <= agents.length;
    more.textContent = `Show more ${status} agents (${counted(total - agents.length, 'other')})`;
  }

  function showEmpty(isEmpty: boolean): void {
    const empty = section('agents-empty');
    section('agents-columns').hidden = isEmpty;
    if (isEmpty && empty.hidden) {
      const world = el('a', { href: `#/${app.world}/contents` }, 'Generate some');
      empty.replaceChildren(
        el('p', {}, 'This world has no agents yet. ', world, ', or create one:'),
        createAgentByCurl(app.world),
        createAgentBySdk(app.world),
      );
    }
    empty.hidden = !isEmpty;
  }

  function card(agent: AgentLine, status: Status): HTMLElement {
    const { id, name, version, model, updatedAt } = agent;
    const moves = Object.keys(transitions).filter((move) =>
      transitions[move]?.from.includes(status),
    );
    return el(
      'li',
      {},
      el(
        'div',
        { class: 'top' },
        el('span', {}, el('button', { class: 'link', click: () => open(id, name) }, name)),
        el('span', { class: 'note' }, `v${version}`),
      ),
      el('span', { class: 'id' }, id),
      el(
        'span',
        { class: 'note' },
        `${model} · updated `,
        el('time', { datetime: updatedAt, title: updatedAt }, when(updatedAt)),
      ),
      el(
        'div',
        { class: 'actions' },
        ...moves.map((name) => act(wordOf(name), agent.name, () => move(agent, name))),
        act('Chat', `with ${name}`, () => app.chatWith(id, name)),
        act('Delete', name, () => remove(agent), { class: 'danger' }),
      ),
    );
  }

  async function open(id: string, name: string): Promise<void> {
    try {
      showRecord(name, await app.steer('GET', `/agents/${encodeURIComponent(id)}`));
    } catch (error) {
      sayFailure(error);
    }
  }

  async function move({ id, name }: AgentLine, transition: string): Promise<void> {
    const done = `${name} is ${transitions[transition]?.to}.`;
    const path = `/${encodeURIComponent(id)}/${transition}`;
    await app.attempt(done, async () => read(await callAgents(app.world, 'POST', path)));
  }

  async function remove({ id, name }: AgentLine): Promise<void> {
    const words = 'Later calls on its id are 404, and its goal is detached.';
    if (!(await confirmed(`Delete ${name}?`, words, 'Delete agent'))) return;
    const path = `/${encodeURIComponent(id)}`;
    const call = async () => read(await callAgents(app.world, 'DELETE', path));
    if (await app.attempt(`${name} is deleted.`, call)) search.focus();
  }

  const soon = settled(() => void refresh().catch(sayFailure));
  search.addEventListener('input', () => {
    limit = step;
    soon();
  });
  for (const status of statuses) {
    button(`${status}-more`).addEventListener('click', () => {
      limit = Math.min(limit * 5, 1000);
      refresh().catch(sayFailure);
    });
  }
  return {
    refresh,
    entered() {
      limit = step;
      search.value = '';
      section('agents-empty').hidden = true;
    },
  };
}

const wordOf = (transition: string) => transition.charAt(0).toUpperCase() + transition.slice(1);
