/** A turn on the page: what was said, and the answer, dim until it is spoken. */
import { clean } from '../../../output/clean';
import type { SessionEvent } from '../../../voice/session-events';
import type { EndedTurn } from '../wire';
import { el } from './dom';
import { timesOf } from './times';

export class Turn {
  readonly element = el('article', { 'aria-busy': 'true' });
  readonly #question = el('p', { class: 'question', dir: 'auto' });
  readonly #spoken = el('span');
  readonly #unspoken = el('span', { class: 'unspoken' });
  readonly #words: string[] = [];
  #answer = '';
  #reached = 0;
  #hasVoice = false;

  constructor(agent: string) {
    const answer = el('p', { class: 'answer', dir: 'auto' }, this.#spoken, this.#unspoken);
    this.element.append(
      el('b', {}, 'You'),
      this.#question,
      el('b', { dir: 'auto' }, agent),
      answer,
    );
  }

  /** @param isKnown what has failed has been told in another turn. */
  happened(event: SessionEvent, isKnown = false): void {
    if (event.type === 'turn.started') {
      this.#hasVoice = event.voice !== null;
      this.#ask(event.message ?? 'Listening…', event.message === undefined);
    } else if (event.type === 'heard') this.#heard(event.text, event.final);
    else if (event.type === 'token') this.#show(this.#answer + event.text, this.#reached);
    else if (event.type === 'played') this.#show(this.#answer, event.reached);
    else if (event.type === 'voice.failed') {
      this.#hasVoice = false;
      this.#show(this.#answer, this.#reached);
      if (!isKnown) this.#remark([event.message, event.hint].filter(Boolean).join('. '));
    } else if (event.type === 'turn.ended') this.ended(event);
  }

  ended(turn: EndedTurn): void {
    this.#hasVoice = turn.voice !== null;
    this.#ask(turn.message, false);
    this.#show(turn.response, turn.reached);
    this.#unspoken.classList.toggle('unheard', turn.stopped);
    if (turn.stopped) this.#remark('Stopped.');
    this.element.append(timesOf(turn));
    this.#over();
  }

  failed(message: string, hint: string | null): void {
    this.#remark([message, hint].filter(Boolean).join('. '), 'error');
    this.#over();
  }

  #over(): void {
    this.element.setAttribute('aria-busy', 'false');
  }

  #ask(text: string, isPartial: boolean): void {
    this.#question.textContent = clean(text);
    this.#question.classList.toggle('partial', isPartial);
  }

  #heard(text: string, isFinal: boolean): void {
    this.#ask([...this.#words, text].join(' '), !isFinal);
    if (isFinal) this.#words.push(text);
  }

  #show(answer: string, reached: number): void {
    this.#answer = answer;
    this.#reached = reached;
    const at = this.#hasVoice ? reached : answer.length;
    this.#spoken.textContent = clean(answer.slice(0, at));
    this.#unspoken.textContent = clean(answer.slice(at));
  }

  #remark(text: string, kind = 'note'): void {
    this.element.append(el('p', { class: kind }, clean(text)));
  }
}
