/** What a check found. */

export interface Finding {
  readonly check: string;
  readonly status: 'ok' | 'warn' | 'fail';
  readonly found: string;
  /** What to do about it. */
  readonly mend?: string | undefined;
  /** The exit code of a failure, where it is not simply that of failing. */
  readonly exit?: number | undefined;
}

export function ok(check: string, found: string): Finding {
  return { check, status: 'ok', found };
}

export function warn(check: string, found: string, mend: string): Finding {
  return { check, status: 'warn', found, mend };
}

export function fail(check: string, found: string, mend?: string, exit?: number): Finding {
  return { check, status: 'fail', found, mend, exit };
}
