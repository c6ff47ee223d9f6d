/** Where the time of a turn went, as a bar and in words; and of all turns, in a table. */
import { metricsOf, type Spread } from '../../view/metrics';
import type { EndedTurn } from '../wire';
import { el } from './dom';

/** Under a turn. */
export function timesOf(turn: EndedTurn): HTMLElement {
  const { marks, voice, stopped, underruns } = turn;
  const spent = stagesOf(turn);
  const words = spent.map(([name, ms]) => `${name} ${ms} ms`).join(' | ');
  const bar = el('div', { class: 'bar', role: 'img', 'aria-label': words || 'no time' });
  for (const [name, ms] of spent) {
    const part = el('span', { 'data-stage': name, title: `${name} ${ms} ms` });
    part.style.flexGrow = String(ms);
    bar.append(part);
  }
  const begin = voice === null ? marks.firstToken : (marks.firstAudio ?? marks.firstToken);
  const isSlow = begin !== undefined && begin > tooLong;
  const all = [
    words,
    ...told('first token', marks.firstToken),
    ...told('first audio', marks.firstAudio),
    ...told(stopped ? 'stopped at' : 'end to end', marks.end),
    ...(underruns > 0 ? [`underruns ${underruns}`] : []),
    ...(isSlow ? ['slow: more than 1 s'] : []),
  ];
  const line = el('p', { class: isSlow ? 'times slow' : 'times' }, all.filter(Boolean).join(' · '));
  return el('div', {}, bar, line);
}

/** In four words: `think` is the agent's until there is a sentence to say, `speak` the voice's. What took no time is left out. */
function stagesOf({ stages, voice }: EndedTurn): (readonly [string, number])[] {
  const { listen, hear, think, wait, speak, play } = stages;
  const all = [
    ['listen', hear === undefined ? 0 : listen],
    ['hear', hear ?? listen],
    ['think', think + wait],
    ['speak', voice === null ? 0 : speak + play],
  ] as const;
  return all.filter(([, ms]) => ms > 0);
}

const told = (name: string, ms: number | undefined) =>
  ms === undefined ? [] : [`${name} ${ms} ms`];

export class Times {
  readonly #body: HTMLElement;
  #turns: readonly EndedTurn[] = [];

  constructor(body: HTMLElement) {
    this.#body = body;
  }

  begin(turns: readonly EndedTurn[]): void {
    this.#turns = turns;
    this.#show();
  }

  add(turn: EndedTurn): void {
    this.begin([...this.#turns, turn]);
  }

  #show(): void {
    const all = metricsOf(this.#turns);
    const { marks, stopped } = this.#turns.at(-1) ?? {};
    this.#body.replaceChildren(
      row('first token', marks?.firstToken, all.firstToken),
      row('first audio', marks?.firstAudio, all.firstAudio),
      row('end to end', stopped ? undefined : marks?.end, all.endToEnd),
    );
  }
}

function row(name: string, last: number | undefined, spread: Spread | undefined): HTMLElement {
  const cells = [last, spread?.p50, spread?.p95].map((ms) =>
    el('td', {}, ms === undefined ? '–' : String(ms)),
  );
  return el('tr', {}, el('th', { scope: 'row' }, name), ...cells);
}

/** Milliseconds after which a person wonders. */
const tooLong = 1000;
