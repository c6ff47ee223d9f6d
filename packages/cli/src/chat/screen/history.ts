/** What was sent before, and what has been typed over it since. */

export interface History {
  /** The last at the end. */
  readonly sent: readonly string[];
  /** Where we are; `sent.length` is the new text. */
  readonly at: number;
  /** Changed while passing by, by their places: forgotten when something is sent. */
  readonly drafts: ReadonlyMap<number, string>;
}

export function newHistory(sent: readonly string[]): History {
  return sent.reduce<History>(remembering, { sent: [], at: 0, drafts: new Map() });
}

/** With one more, unless it says nothing or what the last one says. */
export function remembering({ sent }: History, text: string): History {
  const isNew = text.trim() !== '' && text !== sent.at(-1);
  const all = isNew ? [...sent, text].slice(-most) : sent;
  return { sent: all, at: all.length, drafts: new Map() };
}

/** One step back or on, `text` kept where it was; undefined at either end. */
export function stepped(
  { sent, at, drafts }: History,
  text: string,
  step: -1 | 1,
): { readonly history: History; readonly text: string } | undefined {
  const next = at + step;
  if (next < 0 || next > sent.length) return undefined;
  const kept = new Map(drafts).set(at, text);
  return { history: { sent, at: next, drafts: kept }, text: kept.get(next) ?? sent[next] ?? '' };
}

const most = 1000;
