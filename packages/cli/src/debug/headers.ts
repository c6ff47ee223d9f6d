/** Headers as they may be shown, and the keys that stand in them. */
import { hidden } from '../failure/redaction';

/** Headers that hold what opens something. */
const secretHeaders =
  /^(authorization|proxy-authorization|x-api-key|cookie|set-cookie)$|token|secret|api-?key/i;

export function redactedHeaders(
  headers: Readonly<Record<string, string>>,
  hide: (text: string) => string,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      secretHeaders.test(name) ? hidden : hide(value),
    ]),
  );
}

/** The keys that a request carries. */
export function keysIn(headers: Readonly<Record<string, string>>): string[] {
  return Object.entries(headers).flatMap(([name, value]) =>
    secretHeaders.test(name) ? [value.replace(/^\w+ /, '')] : [],
  );
}
