/** Secrets that are spread over the events of a stream, as by a model that repeats one word by word. */
import { marker } from './cassette';
import { readEvents, writeEvent } from './event-blocks';

/** A text inside an event, which can be replaced. */
interface Leaf {
  readonly event: Opened;
  readonly text: string;
  replace(text: string): void;
}

interface Opened {
  readonly name: string;
  readonly holder: { value: unknown };
  changed: boolean;
}

/** Texts of the same field in successive events are read as one; what holds no secret stays as it was written. */
export function hideAcross(events: readonly string[], pattern: RegExp): string[] {
  const opened = events.map(open);
  const fields = new Map<string, Leaf[]>();
  for (const event of opened) {
    if (event === undefined) continue;
    for (const [field, leaf] of leavesOf(event, event.holder, 'value', '')) {
      const key = JSON.stringify([event.name, field]);
      const leaves = fields.get(key);
      if (leaves === undefined) fields.set(key, [leaf]);
      else leaves.push(leaf);
    }
  }
  for (const leaves of fields.values()) hideIn(leaves, pattern);
  return opened.map((event, index) => (event?.changed ? written(event) : (events[index] ?? '')));
}

function hideIn(leaves: readonly Leaf[], pattern: RegExp): void {
  const kept = replaceAcross(
    leaves.map(({ text }) => text),
    pattern,
  );
  leaves.forEach((leaf, index) => {
    const text = kept[index] ?? '';
    if (text === leaf.text) return;
    leaf.replace(text);
    leaf.event.changed = true;
  });
}

/** Replaces what the pattern finds in the joined texts: the marker comes where the finding begins. */
export function replaceAcross(texts: readonly string[], pattern: RegExp): string[] {
  const found = [...texts.join('').matchAll(pattern)];
  if (found.length === 0) return [...texts];
  let start = 0;
  return texts.map((text) => {
    const end = start + text.length;
    let kept = '';
    let at = start;
    for (const { index, 0: secret } of found) {
      if (index >= end || index + secret.length <= start) continue;
      kept += text.slice(at - start, Math.max(index, at) - start);
      if (index >= start) kept += marker;
      at = Math.min(index + secret.length, end);
    }
    kept += text.slice(at - start);
    start = end;
    return kept;
  });
}

function open(text: string): Opened | undefined {
  const [event, ...others] = readEvents(text);
  if (event === undefined || others.length > 0) return undefined;
  return { name: event.event, holder: { value: dataOf(event.data) }, changed: false };
}

function* leavesOf(
  event: Opened,
  place: object,
  name: string | number,
  field: string,
): Generator<[string, Leaf]> {
  const places = place as Record<string | number, unknown>;
  const value = places[name];
  if (typeof value === 'string') {
    const replace = (text: string) => {
      places[name] = text;
    };
    yield [field, { event, text: value, replace }];
  } else if (typeof value === 'object' && value !== null) {
    for (const key of Object.keys(value)) yield* leavesOf(event, value, key, `${field}/${key}`);
  }
}

function written({ name, holder: { value } }: Opened): string {
  const data = typeof value === 'string' ? value : JSON.stringify(value);
  return writeEvent({ event: name, data });
}

function dataOf(data: string): unknown {
  try {
    const value: unknown = JSON.parse(data);
    // A bare text is told from JSON by being no object when it is written again.
    return typeof value === 'object' ? value : data;
  } catch {
    return data;
  }
}
