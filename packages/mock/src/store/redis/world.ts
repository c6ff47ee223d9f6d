/** One world in Redis, and what this process knows of it. */
import { messageOf } from '../../refusal';
import { type Change, collections, State } from '../../state/state';
import type { Ledger } from '../committer';
import { applyDelta, checkDelta, type Delta, deltaOf } from '../delta';
import { StoreError } from '../failure';
import { Turns } from '../turns';
import type { Client, Connection } from './connection';
import { distance, headOf, next } from './head';
import { commitArguments, commitScript, keyList, keysOf, mostRecent } from './script';

/** How large a world may be for there to be time to read it. */
const mostRecords = 100_000;

export class RedisWorld implements Ledger {
  readonly state: State;
  readonly #start: State;
  readonly #name: string;
  readonly #prefix: string;
  readonly #connection: Connection;
  readonly #turns = new Turns();
  /** The version that the state is at; null where the server has no such world, and the state is what it begins with. */
  #head: string | null = null;

  constructor(name: string, state: State, prefix: string, connection: Connection) {
    this.state = state;
    this.#start = new State(state);
    this.#name = name;
    this.#prefix = prefix;
    this.#connection = connection;
  }

  async fresh(): Promise<void> {
    const { head } = this.#keys;
    if ((await this.#connection.run((client) => client.get(head))) === this.#head) return;
    await this.#turns.take(() => this.#connection.run((client) => this.#load(client), mostRecords));
  }

  /** The server does not lock: whoever was slower finds out when keeping. */
  alone<T>(work: () => Promise<T>): Promise<T> {
    return work();
  }

  append(changes: readonly Change[], ranOn: number): Promise<boolean> {
    return this.#turns.take(async () => {
      if (this.state.changes !== ranOn) return false;
      const before = this.#head;
      const isNew = before === null;
      const delta = deltaOf(isNew ? [{ whole: this.#start.snapshot() }, ...changes] : changes);
      const head = next(before);
      const done = await this.#connection.run(
        (client) =>
          client.eval(commitScript, {
            keys: keyList(this.#prefix, this.#keys),
            arguments: commitArguments(this.#name, before, head, delta),
          }),
        delta.changes.length,
      );
      if (done !== 1) return false;
      this.state.apply(changes);
      this.#head = head;
      return true;
    });
  }

  get #keys() {
    return keysOf(this.#prefix, this.#name);
  }

  async #load(client: Client): Promise<void> {
    const head = await client.get(this.#keys.head);
    if (head === this.#head) return;
    if (head === null) return this.#begin();
    if (await this.#catchUp(client, head)) return;
    await this.#loadAll(client);
  }

  /** Somebody removed the world, or emptied the server. */
  #begin(): void {
    this.state.restore(this.#start.snapshot());
    this.#head = null;
  }

  /** @returns false when it is too far behind for that. */
  async #catchUp(client: Client, head: string): Promise<boolean> {
    const behind = this.#head === null ? undefined : distance(this.#head, head);
    if (behind === undefined || behind < 1 || behind > mostRecent) return false;
    // A few more, for there may be newer ones by now.
    const entries = await client.lRange(this.#keys.recent, -behind - 16, -1);
    const news = entries.map((text) => this.#read(() => recentOf(text)));
    const missed = news.filter((entry) => Number(distance(String(this.#head), entry.head)) > 0);
    const isWhole = missed.every(
      (entry, index) => distance(String(this.#head), entry.head) === index + 1,
    );
    const last = missed.at(-1);
    if (last === undefined || !isWhole) return false;
    for (const { delta } of missed) applyDelta(this.state, delta);
    this.#head = last.head;
    return true;
  }

  async #loadAll(client: Client): Promise<void> {
    let query = client.multi().get(this.#keys.head);
    for (const { order, records } of this.#keys.collections) {
      query = query.zRange(order, 0, -1).hGetAll(records) as unknown as typeof query;
    }
    const [head, ...parts] = (await query.exec()) as unknown as [string | null, ...unknown[]];
    if (head === null) return this.#begin();
    const delta = this.#read(() => {
      if (headOf(head) === undefined) throw new Error('its version is none');
      return deltaIn(parts);
    });
    applyDelta(this.state, delta);
    this.#head = head;
  }

  #read<T>(read: () => T): T {
    try {
      return read();
    } catch (cause) {
      const { place } = this.#connection;
      const what = `What Redis at ${place} holds under ${this.#keys.head}`;
      throw new StoreError(`${what} is no world of the mock: ${messageOf(cause)}`, { cause });
    }
  }
}

function recentOf(text: string): { readonly head: string; readonly delta: Delta } {
  const { head, ...delta } = Object(JSON.parse(text)) as Record<string, unknown>;
  return { head: String(head), delta: checkDelta(delta) };
}

/** From the order and the records of each collection, in turn. */
function deltaIn(parts: readonly unknown[]): Delta {
  const changes = collections.flatMap((name, index) => {
    const ids = parts[2 * index] as readonly string[];
    const records = parts[2 * index + 1] as Readonly<Record<string, string>>;
    return ids.map((id) => {
      const text = records[id];
      if (text === undefined) throw new Error(`${name}: there is no ${JSON.stringify(id)}`);
      return { in: name, id, to: JSON.parse(text) as unknown };
    });
  });
  return checkDelta({ empty: true, changes });
}
