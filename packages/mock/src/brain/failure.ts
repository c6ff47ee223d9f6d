/** What a brain throws, as the refusal that its caller is answered. */
import { messageOf, Refusal } from '../refusal';

/**
 * Goes by what an error has, not by its class: a brain may come from another door's bundle, or be a user's own. One with
 * a `status` from 400 to 599 is refused with it, any other is a 500.
 */
export function refusalFrom(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  const { status, words, headers } = Object(error) as Partial<Refusal>;
  const isRefusal = Number.isInteger(status) && Number(status) >= 400 && Number(status) <= 599;
  const said = isWords(words) ? words : messageOf(error);
  return new Refusal(isRefusal ? Number(status) : 500, said, {
    headers: isRefusal ? textsOf(headers) : {},
  });
}

function isWords(value: unknown): value is string | readonly string[] {
  return (
    typeof value === 'string' ||
    (Array.isArray(value) && value.every((word) => typeof word === 'string'))
  );
}

/** Headers of another library's error may be anything; a `Headers` object has no entries of its own. */
function textsOf(headers: unknown): Record<string, string> {
  const entries = Object.entries(Object(headers) as Record<string, unknown>);
  return Object.fromEntries(
    entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}
