/** Stands for a schema until something has to be judged by it. */
import { fits, type Shape } from './fits';
import type * as Judge from './judge';

type Schema = Parameters<typeof Judge.problemsOf>[0];
type Problems = ReturnType<typeof Judge.problemsOf>;

export class StandIn {
  readonly #name: keyof typeof Judge | undefined;
  readonly #shape: Shape | undefined;

  /** @param shape none, where no glance can tell. */
  constructor(name: keyof typeof Judge | undefined, shape?: Shape) {
    this.#name = name;
    this.#shape = shape;
  }

  problemsIn(value: unknown): Problems {
    if (this.#shape && fits(this.#shape, value)) return undefined;
    return loadJudge().problemsOf(this.#schema(), value);
  }

  safeParse(value: unknown): ReturnType<Schema['safeParse']> {
    return this.#schema().safeParse(value);
  }

  #schema(): Schema {
    if (this.#name === undefined) throw new Error('Nothing is known of it that could be judged');
    return loadJudge()[this.#name] as Schema;
  }
}

/** At once, in the midst of a call: in the bundle it is a file beside this one. */
export function loadJudge(): typeof Judge {
  return require('./judge.js');
}
