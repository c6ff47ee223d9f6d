/** An event stream's text, event by event, however it comes in pieces. */

/** Whole events, their blank line included; at last what was left without one. */
export async function* eventsOf(
  pieces: AsyncIterable<string>,
): AsyncGenerator<string, void, undefined> {
  let text = '';
  for await (const piece of pieces) {
    text += piece;
    const events = text.split(/(?<=\n\n)/);
    text = events.at(-1)?.endsWith('\n\n') ? '' : (events.pop() ?? '');
    yield* events;
  }
  if (text !== '') yield text;
}

/** The name of an event, of those that have one. */
export function nameOf(event: string): string | undefined {
  return /^event: ?([^\n]*)/m.exec(event)?.[1];
}

/** A stream with the data of each event changed. */
export async function* withData(
  pieces: AsyncIterable<string>,
  change: (data: string) => string,
): AsyncGenerator<string, void, undefined> {
  for await (const event of eventsOf(pieces)) {
    yield event.replace(
      /^(data: ?)([^\n]*)/gm,
      (_, field: string, data: string) => field + change(data),
    );
  }
}
