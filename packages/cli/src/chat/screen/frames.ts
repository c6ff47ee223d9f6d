/** When to draw: at once after a pause, about thirty times a second otherwise. */

export class Frames {
  readonly #draw: () => void;
  #timer: NodeJS.Timeout | undefined;
  #notBefore = 0;

  constructor(draw: () => void) {
    this.#draw = draw;
  }

  ask(): void {
    this.#timer ??= setTimeout(() => this.now(), Math.max(0, this.#notBefore - performance.now()));
  }

  now(): void {
    this.stop();
    const begun = performance.now();
    this.#draw();
    const ended = performance.now();
    // What is slow to lay out, such as a very long answer, leaves time for everything else.
    this.#notBefore = ended + Math.max(interval, 3 * (ended - begun));
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}

/** Milliseconds. */
const interval = 33;
