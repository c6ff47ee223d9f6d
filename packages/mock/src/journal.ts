/** What a world was asked, and what it answered. */
import type { Call } from './call';
import { redacted } from './redact';

/** A request and its answer. Credentials are not in it; values of keys that sound like secrets are replaced. */
export interface JournalEntry {
  /** Counts the requests of its world, from 1. */
  readonly seq: number;
  /** When the request came, by the machine's clock, ISO 8601. */
  readonly at: string;
  readonly world: string;
  readonly method: string;
  /** From the root of the API's address, without the query. */
  readonly path: string;
  readonly query?: Readonly<Record<string, unknown>>;
  /** As in the contract: `agents.create`. Left out where none was meant. */
  readonly operation?: string;
  /** The agent or goal that it was about. */
  readonly id?: string;
  /** What was sent, for a body that is JSON; of one over 65,536 characters, its size. */
  readonly body?: unknown;
  /** Of the answer; 0 where the connection broke before it had one. */
  readonly status: number;
  /** Milliseconds until the last byte of the answer was made. */
  readonly ms: number;
  /** Why it was refused. */
  readonly error?: string;
  /** The fault that acted. */
  readonly fault?: string;
  /** An answer that was not heard to its end: its caller had left, or its connection broke. */
  readonly unfinished?: true;
  /** Passages of the knowledge base that an answer was made from. */
  readonly sources?: unknown;
}

/** Told of each entry as it is written. What it throws is dropped. */
export type JournalListener = (entry: JournalEntry) => void;

// Twice the largest agent; what is longer is no use to a reader, and a thousand of them would fill the memory.
const longestBody = 65_536;

function short({ body, size = 0 }: Pick<Call, 'body' | 'size'>): unknown {
  return size > longestBody ? `(${size} characters)` : body;
}

/** What is known of a request while it is being answered. */
export class JournalRecord {
  status = 0;
  error: string | undefined;
  fault: string | undefined;
  unfinished: true | undefined;
  call: Pick<Call, 'operation' | 'id' | 'query' | 'body' | 'size' | 'sources'> | undefined;
  readonly #journal: Journal;
  readonly life: number;
  readonly seq: number;
  readonly #method: string;
  readonly #path: string;
  readonly #at = Date.now();
  readonly #started = performance.now();
  #ms = 0;

  constructor(journal: Journal, life: number, seq: number, method: string, path: string) {
    this.#journal = journal;
    this.life = life;
    this.seq = seq;
    this.#method = method;
    this.#path = path;
  }

  /** Its answer has been made, and it can be read. */
  close(): void {
    if (this.call) {
      // What a call needs to be answered, its request above all, would live as long as the journal.
      const { operation, id, query, sources } = this.call;
      this.call = { operation, id, query, body: short(this.call), sources };
    }
    this.#ms = performance.now() - this.#started;
    this.#journal.add(this);
  }

  /** As others may see it. */
  toJSON(): JournalEntry {
    const { operation, id, query, body, sources } = this.call ?? {};
    const { size = 0 } = query ?? {};
    const entry = {
      seq: this.seq,
      at: new Date(this.#at).toISOString(),
      world: this.#journal.world,
      method: this.#method,
      path: this.#path,
      query: size > 0 ? Object.fromEntries(query ?? []) : undefined,
      operation,
      id,
      body,
      status: this.status,
      ms: Math.round(this.#ms * 1000) / 1000,
      error: this.error,
      fault: this.fault,
      unfinished: this.unfinished,
      sources,
    };
    return redacted(entry) as JournalEntry;
  }
}

/** The latest requests of a world; the oldest make room. */
export class Journal {
  readonly world: string;
  readonly #capacity: number;
  readonly #listeners: ReadonlySet<JournalListener>;
  #records: JournalRecord[] = [];
  #oldest = 0;
  #count = 0;
  #life = 0;

  constructor(world: string, capacity: number, listeners: ReadonlySet<JournalListener>) {
    this.world = world;
    this.#capacity = capacity;
    this.#listeners = listeners;
  }

  /** Begins a record. */
  open(method: string, path: string): JournalRecord {
    this.#count++;
    return new JournalRecord(this, this.#life, this.#count, method, path);
  }

  /** Writes a record down. */
  add(record: JournalRecord): void {
    // Begun before a reset, it has no place in what came after.
    if (record.life !== this.#life) return;
    if (this.#records.length < this.#capacity) this.#records.push(record);
    else if (this.#capacity > 0) {
      this.#records[this.#oldest] = record;
      this.#oldest = (this.#oldest + 1) % this.#capacity;
    }
    if (this.#listeners.size === 0) return;
    const entry = record.toJSON();
    for (const listener of this.#listeners) tell(listener, entry);
  }

  /** All entries, oldest first; of one operation when it is named. */
  calls(operation?: string): JournalEntry[] {
    return [...this.#records.slice(this.#oldest), ...this.#records.slice(0, this.#oldest)]
      .filter(({ call }) => operation === undefined || call?.operation === operation)
      .map((record) => record.toJSON());
  }

  /** Forgets all entries. */
  clear(): void {
    this.#records = [];
    this.#oldest = 0;
  }

  /** Forgets all entries, and counts from 1 again. */
  restart(): void {
    this.clear();
    this.#count = 0;
    this.#life++;
  }
}

function tell(listener: JournalListener, entry: JournalEntry): void {
  try {
    listener(entry);
  } catch {
    // A listener's own trouble is not the caller's.
  }
}
