/** One clock for a whole call: the attempt's timeout, the call's deadline and the caller's signal end in one signal. */
import { AbortedError, type Facts, type Phase, TimeoutError } from './errors';
import { onAbort } from './on-abort';

export interface Limits {
  /** Milliseconds for one attempt, body included. */
  readonly timeout: number;
  /** Milliseconds for the whole call. */
  readonly deadline: number | undefined;
  readonly signal: AbortSignal | undefined;
}

export class Clock {
  readonly #start: number;
  readonly #limits: Limits;
  readonly #facts: () => Facts;

  /** @param facts what its errors say of the call. */
  constructor(limits: Limits, facts: () => Facts, startedAt: number) {
    this.#start = startedAt;
    this.#limits = limits;
    this.#facts = facts;
  }

  elapsed(): number {
    return performance.now() - this.#start;
  }

  /** Milliseconds until the deadline; infinite without one. */
  remaining(): number {
    const { deadline } = this.#limits;
    return deadline === undefined ? Number.POSITIVE_INFINITY : deadline - this.elapsed();
  }

  /** @throws AbortedError | TimeoutError when the call may not go on. */
  check(unsent = false): void {
    if (this.#limits.signal?.aborted) throw this.#aborted();
    if (this.remaining() <= 0) throw this.#outOfTime('wait', unsent);
  }

  attempt(): AttemptClock {
    this.check();
    const { timeout, signal } = this.#limits;
    return new AttemptClock(timeout, this.remaining(), signal, (phase, byDeadline) => {
      if (signal?.aborted) return this.#aborted();
      return byDeadline ? this.#outOfTime(phase) : this.#timedOut(phase);
    });
  }

  /** Waits before the next attempt; an abort ends the wait at once. */
  async wait(ms: number): Promise<void> {
    await this.#waitFor(undefined, ms);
  }

  /**
   * Waits for something else, which is at least `ms` away; `unsent` while the server has not heard of the call.
   * @throws AbortedError | TimeoutError when that comes first, or must.
   */
  async until(event: Promise<void>, ms: number, unsent: boolean): Promise<void> {
    const left = this.remaining();
    const came = ms < left && (await this.#waitFor(event, left, unsent));
    // A timer may fire a fraction of a millisecond before the clock agrees.
    if (!came) throw this.#outOfTime('wait', unsent);
  }

  /** Whether the event came before the time was over. */
  async #waitFor(event: Promise<void> | undefined, ms: number, unsent = false): Promise<boolean> {
    const { signal } = this.#limits;
    this.check(unsent);
    const came = await new Promise<boolean>((resolve) => {
      const finish = (byEvent: boolean) => {
        clearTimeout(timer);
        leave?.();
        resolve(byEvent);
      };
      const stop = () => finish(false);
      const timer = ms === Number.POSITIVE_INFINITY ? undefined : setTimeout(stop, ms);
      const leave = signal && onAbort(signal, stop);
      event?.then(() => finish(true));
    });
    this.check(unsent);
    return came;
  }

  #aborted(): AbortedError {
    return new AbortedError('The call was aborted by its signal', {
      ...this.#facts(),
      code: 'ABORTED',
      retryable: false,
      hint: undefined,
      cause: this.#limits.signal?.reason,
    });
  }

  #timedOut(phase: Phase): TimeoutError {
    const { timeout } = this.#limits;
    const message = `No complete answer within ${timeout} ms (timeout), waiting for the ${phase}`;
    return new TimeoutError(message, phase, this.#facts());
  }

  #outOfTime(phase: Phase, unsent = false): TimeoutError {
    const ms = Math.ceil(this.#limits.deadline ?? 0);
    const message = `Not done within ${ms} ms (deadline), during the ${phase}`;
    const harmless = unsent ? { retryable: true, hint: undefined } : {};
    return new TimeoutError(message, phase, { ...this.#facts(), ...harmless });
  }
}

/** The clock of one attempt: ends it in time and knows why. */
export class AttemptClock {
  readonly #ms: number;
  readonly #caller: AbortSignal | undefined;
  readonly #explain: (phase: Phase, byDeadline: boolean) => Error;
  readonly #leave: (() => void) | undefined;
  #controller: AbortController | undefined;
  #listener: ((reason: unknown) => void) | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #fired = false;
  #over = false;
  // Remembered, not measured when it fires: a timer may go off milliseconds before the clock agrees.
  #byDeadline = false;
  phase: Phase = 'headers';
  /** Called when the attempt is over, however it ended. */
  onEnd: (() => void) | undefined;

  constructor(
    ms: number,
    remaining: number,
    caller: AbortSignal | undefined,
    explain: (phase: Phase, byDeadline: boolean) => Error,
  ) {
    this.#ms = ms;
    this.#caller = caller;
    this.#explain = explain;
    this.#leave = caller && onAbort(caller, () => this.#fire());
    this.rewind(remaining);
  }

  /** Made when it is first asked for: a signal is the dearest part of a call. */
  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    if (this.#over) this.#controller.abort(this.#reason());
    return this.#controller.signal;
  }

  /** Called once, when the attempt is to end before its answer. */
  cancelled(listener: (reason: unknown) => void): void {
    this.#listener = listener;
    // A transport may have taken its time before it asked.
    if (this.#over) listener(this.#reason());
  }

  /** The error for why time or caller ended the attempt; nothing where neither did. */
  cause(): Error | undefined {
    return this.#fired ? this.#explain(this.phase, this.#byDeadline) : undefined;
  }

  /** Starts the time anew, with `remaining` ms until the deadline: a stream is judged by its silences, not its length. */
  rewind(remaining: number): void {
    this.pause();
    this.#byDeadline = remaining <= this.#ms;
    const ms = Math.max(0, Math.min(this.#ms, remaining));
    if (ms < Number.POSITIVE_INFINITY) this.#timer = setTimeout(() => this.#fire(), ms);
  }

  pause(): void {
    clearTimeout(this.#timer);
  }

  /** Releases timer, listener and, where the answer was not read to its end, the connection. */
  end(complete: boolean): void {
    this.pause();
    this.#leave?.();
    if (!complete) this.#cancel();
    this.onEnd?.();
  }

  #fire(): void {
    this.#fired = true;
    this.#cancel();
  }

  #cancel(): void {
    if (this.#over) return;
    this.#over = true;
    const reason = this.#reason();
    this.#controller?.abort(reason);
    this.#listener?.(reason);
  }

  #reason(): unknown {
    return this.#caller?.reason ?? new DOMException('The attempt is over', 'AbortError');
  }
}
