/** A session without a person: one message after the other, told as text or as events. */
import type { Context } from '../context';
import type { Output } from '../output/index';
import type { Report, Said } from '../voice/session';
import type { SessionEvent, TurnEnded } from '../voice/session-events';
import type { Room } from './room';
import { summarize, voiceless } from './summary';

/** How a session is told: `ends` is a line of JSON for each turn that is over, `events` one for all that happens. */
export type Telling = 'text' | 'ends' | 'events';

/** Stops at the first message that fails. @returns whether a voice that was wanted failed. */
export async function chatByScript(
  { out, signal }: Context,
  room: Pick<Room, 'turn' | 'notes'>,
  messages: AsyncIterable<Said> | Iterable<Said>,
  telling: Telling,
): Promise<boolean> {
  let failed = false;
  const tell = telling === 'text' ? new TextTeller(out) : jsonTeller(out, telling);
  const warn = () => {
    for (const note of room.notes()) out.warn(note);
  };
  const report: Report = (event) => {
    failed ||= event.type === 'voice.failed';
    tell.report(event);
  };
  warn();
  for await (const said of messages) {
    if (signal.aborted) break;
    try {
      tell.ended(await room.turn(said, signal, report));
    } catch (error) {
      // What there is of the answer ends its line before anything is said of it.
      tell.broken();
      throw error;
    }
    warn();
  }
  signal.throwIfAborted();
  return failed;
}

interface Teller {
  readonly report: Report;
  ended(turn: TurnEnded): void;
  broken(): void;
}

function jsonTeller(out: Output, telling: 'ends' | 'events'): Teller {
  return {
    report: (event) => {
      if (telling === 'events' || event.type === 'turn.ended') out.jsonLine(event);
    },
    ended: () => {},
    broken: () => {},
  };
}

/** The answer is the data, all else are words. */
class TextTeller implements Teller {
  readonly #out: Output;
  #begun = false;
  #failed: string[] = [];

  constructor(out: Output) {
    this.#out = out;
  }

  readonly report = (event: SessionEvent): void => {
    switch (event.type) {
      case 'turn.started':
        this.#begun = false;
        if (event.message !== undefined) this.#out.say(`> ${event.message}`);
        break;
      case 'heard':
        if (event.final) this.#out.say(`> ${event.text}`);
        break;
      case 'token':
        this.#begun = true;
        this.#out.text(event.text);
        break;
      case 'voice.failed':
        if (!event.known) this.#failed.push(voiceless(event));
        break;
    }
  };

  ended(turn: TurnEnded): void {
    if (this.#begun || !turn.stopped) this.#out.text('\n');
    for (const failure of this.#failed.splice(0)) this.#out.warn(failure);
    if (!turn.stopped) this.#out.say(summarize(turn));
  }

  broken(): void {
    if (this.#begun) this.#out.text('\n');
    for (const failure of this.#failed.splice(0)) this.#out.warn(failure);
  }
}
