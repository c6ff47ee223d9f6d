/** The turns of a chat at a terminal, one after the other: typed or spoken, shown while they last. */
import { NothingHeard } from '../voice/listen/listen-error';
import type { Said } from '../voice/session';
import type { SessionEvent } from '../voice/session-events';
import { LiveTurn } from './live-turn';
import type { Room, RoomTurn } from './room';
import type { Stops } from './stops';
import type { Question } from './talk/talk';
import type { Look } from './view/look';
import { turnBar } from './view/turn-bar';

export interface LiveTurnsParts {
  readonly room: Room;
  readonly stops: Stops;
  look(): Look;
  /** Lines for the scrollback. */
  print(lines: readonly string[]): void;
  say(text: string): void;
  warn(text: string): void;
  /** Said to the person, unless they have stopped it. */
  fail(error: unknown): void;
  /** Every event of every turn. */
  follow(event: SessionEvent): void;
  /** A turn is over; undefined where it failed, or came to nothing. */
  settled(ended: RoomTurn | undefined): void;
}

export class LiveTurns {
  readonly #parts: LiveTurnsParts;
  #now: LiveTurn | undefined;
  #asked: string | undefined;
  /** What was said last, if the person spoke on before there was an answer. */
  #unanswered: string | undefined;

  constructor(parts: LiveTurnsParts) {
    this.#parts = parts;
  }

  /** The one that is under way. */
  get now(): LiveTurn | undefined {
    return this.#now;
  }

  /** What was asked last, also where no answer came. */
  get asked(): string | undefined {
    return this.#asked;
  }

  async answer(question: Question): Promise<void> {
    if (question.signal.aborted) return;
    const { sound, name } = question;
    const accepts = (words: string) => {
      const isEcho = question.isEcho(words);
      if (isEcho) this.#parts.room.note(echoed);
      return !isEcho;
    };
    const before = this.#unanswered;
    await this.take({ sound, name, before, waited: () => question.waited(), accepts }, question);
  }

  /** Undefined when it failed, or came to nothing: that has been said. */
  async take(said: Said, question?: Question): Promise<RoomTurn | undefined> {
    const { room, stops, settled } = this.#parts;
    const turn = this.#begun(said);
    let ended: RoomTurn | undefined;
    try {
      ended = await stops.run((stop) => {
        const signal = question ? AbortSignal.any([stop, question.signal]) : stop;
        return room.turn(said, signal, (event) => {
          turn.follow(event);
          this.#parts.follow(event);
        });
      });
      this.#asked = ended.message;
      const spokeOn = question && ended.stopped && ended.response === '';
      this.#unanswered = spokeOn ? ended.message : undefined;
      turn.ended(ended);
      this.#parts.print(turnBar(ended, this.#parts.look()));
    } catch (error) {
      turn.broken();
      this.#failed(error, question);
    } finally {
      this.#now = undefined;
      settled(ended);
    }
    return ended;
  }

  #begun(said: Said): LiveTurn {
    const { room, print, warn, look } = this.#parts;
    const turn = new LiveTurn({ ...look(), voice: room.voice !== undefined, print, warn });
    this.#now = turn;
    if ('text' in said) {
      turn.asked(said.text);
      this.#asked = said.text;
    }
    return turn;
  }

  #failed(error: unknown, question: Question | undefined): void {
    const isUnheard = error instanceof NothingHeard;
    // Taken back, or a noise.
    if (question?.signal.aborted || (question?.isUnasked && isUnheard)) return;
    if (question && isAbort(error)) this.#parts.say(unheard);
    else this.#parts.fail(error);
  }
}

export const isAbort = (error: unknown): boolean =>
  error instanceof Error && error.name === 'AbortError';

const echoed =
  'The microphone hears the agent; --hands-free is for a loudspeaker, --headphones are not';
const unheard = 'Not sent: it was stopped before it was understood.';
