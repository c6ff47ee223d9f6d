/** What went wrong with a provider, as the refusal that the mock's caller is answered. */
import { messageOf, Refusal } from '../../refusal';
import type { Connection } from './provider';

/** Characters that are quoted of a provider's own words. */
const longestQuote = 300;

/**
 * A provider that fails is a bad gateway: 502, so that its 401 is not taken for the mock's own. Only 429 is passed on,
 * with its Retry-After. Keys are in no message.
 */
export function providerFailure(error: unknown, connection: Connection): Refusal {
  const { statusCode, responseHeaders } = Object(error) as Partial<ApiError>;
  const { provider, modelName, origin, keyVariable, urlVariable } = connection;
  const words = quote(error, connection);
  switch (statusCode) {
    case undefined:
      return new Refusal(
        502,
        `Asking ${provider} at ${origin} failed: ${words} (${urlVariable} says where it is)`,
      );
    case 401:
    case 403:
      return new Refusal(502, `${provider} refuses the key (${statusCode}): check ${keyVariable}`);
    case 404:
      return new Refusal(
        502,
        `${provider} at ${origin} has no model ${JSON.stringify(modelName)}, or ${urlVariable} leads elsewhere (404): ${words}`,
      );
    case 429: {
      const retryAfter = responseHeaders?.['retry-after'];
      return new Refusal(429, `${provider} takes no more calls for now (429): ${words}`, {
        headers: retryAfter === undefined ? {} : { 'retry-after': retryAfter },
      });
    }
    default:
      return new Refusal(502, `${provider} failed (${statusCode}): ${words}`);
  }
}

/** An answer whose end never came must not look like a short one. */
export function brokenOff({ provider }: Connection): Refusal {
  return new Refusal(502, `${provider} broke its answer off`);
}

interface ApiError {
  readonly statusCode: number;
  readonly responseHeaders: Readonly<Record<string, string>>;
}

/** Providers quote a part of a wrong key, and a body of theirs may be anything. */
function quote(error: unknown, { key }: Connection): string {
  const { message } = Object(error) as { message?: unknown };
  const words = typeof message === 'string' ? message : messageOf(error);
  const safe = (key === '' ? words : words.replaceAll(key, '***')).replace(
    /\bsk-[\w*.-]{4,}/g,
    '***',
  );
  return safe.length > longestQuote ? `${safe.slice(0, longestQuote)}…` : safe;
}
