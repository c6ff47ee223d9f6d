/** What this process knows of the worlds of a file, those included that it has not been asked for. */
import { State } from '../../state/state';
import { applyDelta, type Delta, recordsIn } from '../delta';
import type { Line } from './lines';

interface Known {
  readonly state: State;
  /** What the world begins with here; only the file knows of one without it. */
  readonly start: State | undefined;
  isKept: boolean;
}

export class Memory {
  readonly #worlds = new Map<string, Known>();

  /** From now on, `state` holds a world. */
  meet(world: string, state: State): void {
    const known = this.#worlds.get(world);
    const isKept = known?.isKept === true;
    const start = new State(state);
    if (known && isKept) state.restore(known.state.snapshot());
    this.#worlds.set(world, { state, start, isKept });
  }

  /** A world that has been met. */
  at(world: string): Known & { readonly start: State } {
    return this.#worlds.get(world) as Known & { readonly start: State };
  }

  /** Names of the worlds that the file holds. */
  names(): string[] {
    return [...this.#kept()].map(([world]) => world);
  }

  /** How many records the file would hold if it held none twice. */
  get size(): number {
    let size = 0;
    for (const [, { state }] of this.#kept()) {
      size += state.agents.size + state.goals.size + state.attachments.size + state.settings.size;
    }
    return size;
  }

  take({ world, delta }: Line): void {
    if (delta === undefined) this.#forget(world);
    else applyDelta(this.keep(world).state, delta);
  }

  /** The file holds a world from now on. */
  keep(world: string): Known {
    let known = this.#worlds.get(world);
    if (known === undefined) {
      known = { state: new State(), start: undefined, isKept: true };
      this.#worlds.set(world, known);
    }
    known.isKept = true;
    return known;
  }

  /** These lines are all there is. */
  replace(lines: Iterable<Line>): void {
    const fresh = new Memory();
    for (const line of lines) fresh.take(line);
    for (const world of this.names()) if (!fresh.#worlds.has(world)) this.#forget(world);
    for (const [world, { state }] of fresh.#kept()) {
      this.keep(world).state.restore(state.snapshot());
    }
  }

  /** All of it as lines: as few changes as can be, in pieces of a good size. A last change comes after them. */
  *lines(last: Line): Generator<Line, void, undefined> {
    const goes = last.delta === undefined || last.delta.empty === true;
    for (const [world, { state }] of this.#kept()) {
      if (world !== last.world || !goes) yield* inPieces(world, recordsIn(state));
    }
    if (last.delta) yield* inPieces(last.world, last.delta.changes);
  }

  *#kept(): Generator<[string, Known], void, undefined> {
    for (const entry of this.#worlds) if (entry[1].isKept) yield entry;
  }

  #forget(world: string): void {
    const known = this.#worlds.get(world);
    if (!known?.isKept) return;
    known.isKept = false;
    if (known.start) known.state.restore(known.start.snapshot());
    else this.#worlds.delete(world);
  }
}

const mostInPiece = 500;

/** At least one: a world without a record is a world. */
function* inPieces(world: string, changes: Iterable<Delta['changes'][number]>): Generator<Line> {
  let piece: Delta['changes'][number][] = [];
  let isFirst = true;
  for (const change of changes) {
    if (piece.push(change) < mostInPiece) continue;
    yield { world, delta: { changes: piece } };
    piece = [];
    isFirst = false;
  }
  if (isFirst || piece.length > 0) yield { world, delta: { changes: piece } };
}
