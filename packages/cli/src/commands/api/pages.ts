/** Every page of a list, as `voicectl api --paginate` follows them. */

import { UnexpectedAnswerError, UsageError } from '../../failure';
import { isRecord } from '../../is-record';

type Query = Readonly<Record<string, string | number>>;

/** By the number of the page, as `{data, meta: {hasNextPage}}` has it. @throws UnexpectedAnswerError */
export async function* agentPages(
  send: (path: string, query: Query) => Promise<unknown>,
  path: string,
  query: Query,
): AsyncGenerator<unknown, void, undefined> {
  const [bare = '', search = ''] = path.split('?');
  const inPath = new URLSearchParams(search);
  const first = pageOf(query.page ?? inPath.get('page') ?? 1);
  inPath.delete('page');
  let before: string | undefined;
  for (let page = first; ; page++) {
    const answer = await send(`${bare}?${inPath}`, { ...query, page });
    const items = listOf(answer, 'data');
    before = differing(items, before);
    yield* items;
    const { meta } = answer as { readonly meta?: unknown };
    if (!isRecord(meta) || meta.hasNextPage !== true || items.length === 0) return;
  }
}

/** By offset, as `{items, count}` has it. @throws UnexpectedAnswerError */
export async function* goalPages(
  send: (data: unknown) => Promise<unknown>,
  data: unknown,
): AsyncGenerator<unknown, void, undefined> {
  const filter = isRecord(data) ? data : {};
  let offset = typeof filter.offset === 'number' ? filter.offset : 0;
  let before: string | undefined;
  for (;;) {
    const answer = await send({ ...filter, ...(offset > 0 && { offset }) });
    const items = listOf(answer, 'items');
    before = differing(items, before);
    yield* items;
    offset += items.length;
    const { count } = answer as { readonly count?: unknown };
    if (items.length === 0 || typeof count !== 'number' || offset >= count) return;
  }
}

function pageOf(asked: string | number): number {
  const page = Number(asked);
  if (Number.isSafeInteger(page) && page > 0) return page;
  throw new UsageError(`--paginate begins at a page, and ${JSON.stringify(asked)} is none`);
}

function listOf(answer: unknown, name: 'data' | 'items'): readonly unknown[] {
  const list = isRecord(answer) ? answer[name] : undefined;
  if (Array.isArray(list)) return list;
  throw new UnexpectedAnswerError(
    undefined,
    `It has no list in ${name} that could be followed. Without --paginate you see what came.`,
  );
}

/** A server that does not know pages gives the first one for ever. */
function differing(items: readonly unknown[], before: string | undefined): string | undefined {
  const now = items.length === 0 ? undefined : JSON.stringify(items);
  if (now === undefined || now !== before) return now;
  throw new UnexpectedAnswerError(undefined, 'It gives the same page again and again.');
}
