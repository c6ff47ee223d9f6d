/** What is said of an empty list: a header alone leaves open whether something went wrong. */
import type { Context } from '../../context';

const first = {
  agent: 'agents create --name Support --instructions "Be brief."',
  goal: 'goals create --name "Book a callback" --agent-id AGENT',
} as const;

/** @param asked what was asked for: filters, and where to begin. */
export function tellEmpty(
  { out, next }: Context,
  kind: keyof typeof first,
  asked: Readonly<Record<string, unknown>>,
): void {
  const { page, offset, limit: _, sortBy: __, sortOrder: ___, ...filters } = asked;
  const isLater = Number(page ?? 1) > 1 || Number(offset ?? 0) > 0;
  if (isLater) out.say(`No ${kind} is left there: the list ends before.`);
  else if (Object.keys(filters).length > 0) out.say(`No ${kind} matches.`);
  else out.say(`No ${kind}s yet. ${next(first[kind])}`);
}

/** The same rows; at the end, whether there were none is told. */
export async function* orTellEmpty<T>(
  rows: AsyncIterable<T>,
  tell: () => void,
): AsyncGenerator<T, void, undefined> {
  let isEmpty = true;
  for await (const row of rows) {
    isEmpty = false;
    yield row;
  }
  if (isEmpty) tell();
}
