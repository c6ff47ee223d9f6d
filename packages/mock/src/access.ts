/** Who may call: a credential is always demanded, an exact one where configured; the goals API counts calls a minute. */
import { Refusal } from './refusal';

export interface AccessRules {
  /** Any that is not empty without one. */
  readonly key: string | undefined;
  /** Also let in; goals only. */
  readonly adminToken?: string | undefined;
}

/** @throws Refusal 401 */
export function authenticate(
  headers: Readonly<Record<string, string | undefined>>,
  { key, adminToken }: AccessRules,
): string {
  const credential = headers['x-api-key'] || bearer(headers.authorization);
  if (!credential) {
    throw new Refusal(401, 'Missing credential: send x-api-key, or authorization: Bearer');
  }
  if (key !== undefined && credential !== key && credential !== adminToken) {
    throw new Refusal(401, 'Invalid credential', { code: 'INVALID_TOKEN' });
  }
  return credential;
}

function bearer(header: string | undefined): string | undefined {
  return /^Bearer\s+(.+)$/i.exec(header ?? '')?.[1];
}

const mostWindows = 10_000;

/** A window of one minute a credential, as the platform is seen to count (60 a minute a key). */
export class RateLimit {
  readonly #perMinute: number;
  readonly #windows = new Map<string, { startedAt: number; calls: number }>();

  constructor(perMinute: number) {
    this.#perMinute = perMinute;
  }

  /** @throws Refusal 429 with Retry-After in seconds. */
  count(credential: string, now: number): void {
    const open = this.#windows.get(credential);
    if (open === undefined || now - open.startedAt >= 60_000 || now < open.startedAt) {
      if (this.#windows.size >= mostWindows) this.#forget(now);
      this.#windows.set(credential, { startedAt: now, calls: 1 });
      return;
    }
    open.calls++;
    if (open.calls <= this.#perMinute) return;
    const retryAfter = Math.ceil((open.startedAt + 60_000 - now) / 1000);
    throw new Refusal(429, `Over ${this.#perMinute} calls a minute`, {
      headers: { 'retry-after': String(retryAfter) },
    });
  }

  /** Those that are over; where none is, all: a stranger with a token for each call gains nothing by it. */
  #forget(now: number): void {
    for (const [credential, { startedAt }] of this.#windows) {
      if (now - startedAt >= 60_000) this.#windows.delete(credential);
    }
    if (this.#windows.size >= mostWindows) this.#windows.clear();
  }
}
