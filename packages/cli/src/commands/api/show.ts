/** Answers of unknown shape, printed. */

import type { Context } from '../../context';
import { isRecord } from '../../is-record';
import type { Output, View } from '../../output/index';
import { viewOf } from '../../output/view';

export async function showAnswer(out: Output, answer: unknown): Promise<void> {
  if (answer === undefined) return out.say('The server answered without a body.');
  const list = listIn(answer);
  await out.show(answer, list && (() => viewOf(list) as View<unknown>));
}

/** In ndjson while they arrive. */
export async function showPages(
  { out, signal }: Context,
  items: AsyncIterable<unknown>,
): Promise<void> {
  if (out.format === 'ndjson') return out.stream(items, { columns: [], signal });
  const all: unknown[] = [];
  for await (const item of items) all.push(item);
  await out.show(all);
}

/** The records of a list in one of the two wrappers that the platform has for them. */
function listIn(answer: unknown): readonly unknown[] | undefined {
  if (!isRecord(answer)) return undefined;
  const list = [answer.data, answer.items].find(Array.isArray);
  return list !== undefined && list.length > 0 && list.every(isRecord) ? list : undefined;
}
