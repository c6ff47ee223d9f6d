/** A page as the player of a session: whichever page is there when an answer is heard. */
import { playThrough } from '../../voice/play/play-through';
import type { Player } from '../../voice/stages';
import type { PageLine } from './line';
import { PageOutput } from './page-output';
import type { PlayedByPage } from './wire';

export class PageLoudspeaker {
  readonly #player: Player = {
    name: 'browser',
    play: (speech, signal) => playThrough(speech, signal, () => this.#open()),
  };
  #page: { readonly line: PageLine; readonly rate: number } | undefined;
  #output: PageOutput | undefined;
  #streams = 0;

  playerOf(): Player {
    return this.#player;
  }

  /** @param rate samples a second that it plays. */
  attach(line: PageLine, rate: number): void {
    this.detach();
    this.#page = { line, rate };
  }

  detach(): void {
    this.#output?.lost();
    this.#page = undefined;
  }

  /** @throws Nonsense */
  moved(played: PlayedByPage): void {
    this.#output?.moved(played);
  }

  #open(): PageOutput {
    if (!this.#page) throw new Error('There is no page to be heard by');
    const { line, rate } = this.#page;
    this.#streams += 1;
    this.#output = new PageOutput(line, rate, this.#streams);
    return this.#output;
  }
}
