/** A chat with an agent: each message answered by itself, token by token. */
import type { AgentColumn } from '../look';
import { type Answer, ask, type Source } from './answer';
import { type App, sayFailure, type View } from './app';
import { area, button, byId, el, input, section, select, setOptions, settled } from './dom';
import { createAgentByCurl } from './snippets';
import { counted, took } from './words';

export function chatView(app: App): View & { choose(id: string, name: string): void } {
  const agent = select('chat-agent');
  const search = input('chat-search');
  const log = section('chat-log');
  const message = area('chat-message');
  const send = button('chat-send');
  const stop = button('chat-stop');
  const state = section('chat-state');
  const form = byId('chat-form', HTMLFormElement);
  let talking: AbortController | undefined;

  async function refresh(): Promise<void> {
    const { world } = app;
    const query = new URLSearchParams({ search: search.value.trim(), limit: '50' });
    const columns = await app.steer<Record<string, AgentColumn>>('GET', `/agents?${query}`);
    if (world !== app.world) return;
    const found = Object.entries(columns).flatMap(([status, { agents }]) =>
      agents.map(({ id, name }) => [id, `${name} (${status})`] as const),
    );
    const isNone = found.length === 0;
    setOptions(agent, isNone ? [['', 'No agent']] : found);
    const empty = section('chat-empty');
    const isEmpty = isNone && search.value.trim() === '';
    if (isEmpty && empty.hidden) {
      empty.replaceChildren(
        el('p', {}, 'There is no agent to talk to yet.'),
        createAgentByCurl(world),
      );
    }
    empty.hidden = !isEmpty;
    send.disabled = isNone || talking !== undefined;
  }

  async function say(): Promise<void> {
    const words = message.value.trim();
    if (words === '' || agent.value === '' || talking) return;
    talking = new AbortController();
    setTalking(true);
    message.value = '';
    const turn = new Turn(words, agent.selectedOptions[0]?.textContent ?? '');
    log.append(turn.element);
    try {
      const answer = await ask(
        app.world,
        agent.value,
        words,
        (text) => {
          const atEnd = isAtEnd();
          turn.add(text);
          if (atEnd) toEnd();
        },
        talking.signal,
      );
      turn.finish(answer);
      state.textContent = 'Answered.';
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error);
      turn.fail(talking.signal.aborted ? 'Stopped.' : words);
      state.textContent = talking.signal.aborted ? 'Stopped.' : 'Not answered.';
    }
    talking = undefined;
    setTalking(false);
    toEnd();
  }

  function setTalking(isTalking: boolean): void {
    const hadFocus = document.activeElement === stop || document.activeElement === send;
    send.disabled = isTalking;
    stop.disabled = !isTalking;
    if (isTalking) state.textContent = 'Answering…';
    if (hadFocus) (isTalking ? stop : message).focus();
    toEnd();
  }

  const isAtEnd = () => log.scrollHeight - log.scrollTop - log.clientHeight < 24;
  const toEnd = () => {
    log.scrollTop = log.scrollHeight;
  };

  function silence(): void {
    talking?.abort();
    log.replaceChildren();
    state.textContent = '';
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void say();
  });
  message.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    void say();
  });
  stop.addEventListener('click', () => talking?.abort());
  button('chat-clear').addEventListener('click', silence);
  search.addEventListener(
    'input',
    settled(() => void refresh().catch(sayFailure)),
  );
  return {
    refresh,
    entered() {
      search.value = '';
      silence();
    },
    choose(id, name) {
      search.value = '';
      setOptions(agent, [[id, name]]);
      // Among many it might not be found: its id always is.
      search.value = id;
      message.focus();
    },
  };
}

/** A message and its answer. */
class Turn {
  readonly element: HTMLElement;
  readonly #answer = el('p', { class: 'answer answering' });
  readonly #started = performance.now();
  #first: number | undefined;

  constructor(message: string, agent: string) {
    this.element = el(
      'article',
      { class: 'turn', 'aria-busy': 'true' },
      el('b', {}, 'You'),
      el('p', { class: 'asked' }, message),
      el('b', {}, agent),
      this.#answer,
    );
  }

  add(text: string): void {
    this.#first ??= performance.now() - this.#started;
    this.#answer.append(text);
  }

  finish({ usage, sources = [] }: Answer): void {
    const { inputTokens, outputTokens } = usage ?? {};
    const words = [
      ...(usage ? [`${inputTokens ?? '?'} tokens in, ${outputTokens ?? '?'} out`] : []),
      `first token after ${took(this.#first ?? 0)}`,
      `${took(performance.now() - this.#started)} in all`,
    ].join(' · ');
    this.#end(el('p', { class: 'note' }, words), ...(sources.length > 0 ? [listOf(sources)] : []));
  }

  fail(words: string): void {
    this.#end(el('p', { class: 'error' }, words));
  }

  #end(...nodes: Node[]): void {
    this.#answer.classList.remove('answering');
    this.element.append(...nodes);
    this.element.removeAttribute('aria-busy');
  }
}

function listOf(sources: readonly Source[]): HTMLElement {
  return el(
    'details',
    {},
    el('summary', {}, counted(sources.length, 'source')),
    el(
      'ul',
      { class: 'lines' },
      ...sources.map(({ document, group, similarity, text }) =>
        el(
          'li',
          {},
          el('span', {}, `${document ?? '?'}: ${text ?? ''}`),
          el(
            'span',
            { class: 'note' },
            [group, similarity].filter((each) => each != null).join(' · '),
          ),
        ),
      ),
    ),
  );
}
