/** Turns of a page, one after the other: what is said last interrupts what is still being answered. */
import type { Report, Said } from '../../voice/session';
import type { Room } from '../room';

export interface TurnsOptions {
  readonly room: Pick<Room, 'turn'>;
  readonly report: Report;
  /** A turn has come to nothing; without an error, because it was stopped before anything was understood. */
  failed(turn: number, error: unknown): void;
  /** Somebody begins or ends to be answered. */
  changed(): void;
}

export class Turns {
  readonly #options: TurnsOptions;
  readonly #running = new Set<AbortController>();
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: TurnsOptions) {
    this.#options = options;
  }

  get busy(): boolean {
    return this.#running.size > 0;
  }

  /** @returns whether it will be answered: not when too many wait already. */
  ask(said: Said): boolean {
    this.stop();
    if (this.#running.size >= most) return false;
    const stop = new AbortController();
    this.#running.add(stop);
    this.#options.changed();
    this.after(() => this.#take(said, stop));
    return true;
  }

  /** All that has been asked. */
  stop(): void {
    for (const stop of this.#running) stop.abort();
  }

  /** When nobody is being answered. */
  after(work: () => Promise<void>): void {
    this.#last = this.#last.then(work);
  }

  /** When all is over. */
  async settled(): Promise<void> {
    await this.#last;
  }

  async #take(said: Said, stop: AbortController): Promise<void> {
    const { room, report, failed, changed } = this.#options;
    let turn = 0;
    try {
      await room.turn(said, stop.signal, (event) => {
        turn = event.turn;
        report(event);
      });
    } catch (error) {
      failed(turn, stop.signal.aborted ? undefined : error);
    } finally {
      this.#running.delete(stop);
      changed();
    }
  }
}

/** One that runs, and those that were asked while it came to its end. */
const most = 4;
