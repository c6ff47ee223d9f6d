/** Records by id, as rooms see them: over a collection, or over a draft of changes to one. */

/** Records by id, in the order of their creation. */
export interface Records<T> {
  /** How many there are. */
  readonly size: number;
  /** The record with an id, if there is one. */
  get(id: string): T | undefined;
  /** Adds a record, or replaces the one with its id in its place. */
  set(id: string, record: T): void;
  /** Removes a record; one that isn't there is no change. */
  delete(id: string): void;
  /** All records. */
  values(): Iterable<T>;
  /** All records with their ids. */
  entries(): Iterable<readonly [string, T]>;
}

/** What became of a record; without `id`, everything has been replaced. */
export type Changed<T> = (id?: string, after?: T, before?: T) => void;

/**
 * Records in memory. They are replaced, never changed in place, so that copies share them; and copies share even the
 * list of them, until one of the copies changes.
 */
export class Collection<T> implements Records<T> {
  #records = new Map<string, T>();
  #isShared = false;
  readonly #changed: Changed<T>;

  constructor(changed: Changed<T> = () => {}, from?: Collection<T>) {
    this.#changed = changed;
    if (from) this.#share(from);
  }

  /** How many there are. */
  get size(): number {
    return this.#records.size;
  }

  /** The record with an id, if there is one. */
  get(id: string): T | undefined {
    return this.#records.get(id);
  }

  /** Adds a record, or replaces the one with its id in its place. */
  set(id: string, record: T): void {
    const before = this.#records.get(id);
    this.#own().set(id, record);
    this.#changed(id, record, before);
  }

  /** Removes a record; one that isn't there is no change. */
  delete(id: string): void {
    const before = this.#records.get(id);
    if (before === undefined) return;
    this.#own().delete(id);
    this.#changed(id, undefined, before);
  }

  /** All records. */
  values(): IterableIterator<T> {
    return this.#records.values();
  }

  /** All records with their ids. */
  entries(): IterableIterator<[string, T]> {
    return this.#records.entries();
  }

  /** Replaces everything. */
  fill(entries: Iterable<readonly [string, T]>): void {
    this.#records = new Map(entries);
    this.#isShared = false;
    this.#changed();
  }

  /** Replaces everything by what another one holds. */
  borrow(from: Collection<T>): void {
    this.#share(from);
    this.#changed();
  }

  #share(from: Collection<T>): void {
    from.#isShared = true;
    this.#isShared = true;
    this.#records = from.#records;
  }

  #own(): Map<string, T> {
    if (this.#isShared) this.#records = new Map(this.#records);
    this.#isShared = false;
    return this.#records;
  }
}

/** Changes to records that nobody sees until they are applied. */
export class DraftRecords<T> implements Records<T> {
  readonly #base: Records<T>;
  readonly #changes = new Map<string, T | undefined>();

  constructor(base: Records<T>) {
    this.#base = base;
  }

  /** How many there are. */
  get size(): number {
    let { size } = this.#base;
    for (const [id, record] of this.#changes) {
      size += Number(record !== undefined) - Number(this.#base.get(id) !== undefined);
    }
    return size;
  }

  /** The record with an id, if there is one. */
  get(id: string): T | undefined {
    return this.#changes.has(id) ? this.#changes.get(id) : this.#base.get(id);
  }

  /** Adds a record, or replaces the one with its id in its place. */
  set(id: string, record: T): void {
    this.#changes.set(id, record);
  }

  /** Removes a record; one that isn't there is no change. */
  delete(id: string): void {
    if (this.get(id) !== undefined) this.#changes.set(id, undefined);
  }

  /** All records. */
  *values(): Generator<T, void, undefined> {
    for (const [, record] of this.entries()) yield record;
  }

  /** All records with their ids. */
  *entries(): Generator<readonly [string, T], void, undefined> {
    for (const [id, record] of this.#base.entries()) {
      if (!this.#changes.has(id)) yield [id, record];
      else {
        const changed = this.#changes.get(id);
        if (changed !== undefined) yield [id, changed];
      }
    }
    for (const [id, record] of this.#changes) {
      if (record !== undefined && this.#base.get(id) === undefined) yield [id, record];
    }
  }

  /** What would become of the base: a record, or nothing where it goes. */
  changes(): Iterable<readonly [string, T | undefined]> {
    return this.#changes;
  }
}
