/** An event stream cut into its events, each as it was written. */
import { createParser } from 'eventsource-parser';

/** An event as its reader sees it. */
export interface ReadEvent {
  readonly event: string;
  readonly data: string;
}

/** Collects text and hands back each event once its blank line is there, byte for byte. */
export class EventCutter {
  #pieces: string[] = [];
  /** The end of what has come, in which a blank line may have begun. */
  #seam = '';

  /** The events that are whole with this piece. */
  cut(piece: string): string[] {
    const fresh = this.#seam + piece;
    this.#pieces.push(piece);
    this.#seam = fresh.slice(-3);
    // An event of many pieces is not looked through again with each of them.
    if (!blankLine.test(fresh)) return [];
    const blocks = this.end().split(blankLine);
    const rest = endsBlank.test(blocks.at(-1) ?? '') ? '' : (blocks.pop() ?? '');
    this.#pieces = [rest];
    this.#seam = rest.slice(-3);
    return blocks;
  }

  /** What has come of an event that was never finished; empty where none was begun. */
  end(): string {
    const rest = this.#pieces.join('');
    this.#pieces = [];
    this.#seam = '';
    return rest;
  }
}

const blankLine = /(?<=\r\n\r\n|\n\r?\n|\r\r)/;
const endsBlank = /(\n\r?\n|\r\r)$/;

/** The events of a stream, or of a part of one; a comment is none. */
export function readEvents(text: string): ReadEvent[] {
  const events: ReadEvent[] = [];
  const parser = createParser({
    onEvent: ({ event, data }) => events.push({ event: event ?? 'message', data }),
  });
  parser.feed(text);
  return events;
}

/** The same as text. */
export function writeEvent({ event, data }: ReadEvent): string {
  const lines = data.split('\n').map((line) => `data: ${line}\n`);
  return `${event === 'message' ? '' : `event: ${event}\n`}${lines.join('')}\n`;
}

/** Of an event stream in one piece. */
export function cutEvents(text: string): string[] {
  const cutter = new EventCutter();
  return [...cutter.cut(text), cutter.end()].filter((piece) => piece !== '');
}
