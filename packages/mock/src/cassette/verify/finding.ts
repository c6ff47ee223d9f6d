/** A difference between a recording and the contract, and where they are collected. */
import type { Opened } from '../opened';

/** Where a server departs from the contract as we read it. */
export interface Difference {
  /** A `departure` is one; `information` is worth knowing, and allowed. */
  readonly level: 'departure' | 'information';
  /** As in the contract: `agents.create`; else the method and path. */
  readonly operation: string;
  /** The first exchange that shows it, counted from 1. */
  readonly exchange: number;
  /** Where in the request or answer: `request.name`, `answer.data[].status`; empty for the whole. */
  readonly path: string;
  /** What was recorded. */
  readonly seen: string;
  /** What the contract says, or how we read it. */
  readonly reading: string;
  /** Where that is written: a heading of `docs/contract.md`. */
  readonly documented: string;
  /** How many times it was seen. */
  readonly count: number;
}

const sections = {
  wire: 'what-goes-over-the-wire',
  agents: 'agents-api',
  goals: 'goals-api',
  stream: 'streaming-is-an-extension',
  rule: 'the-contract-and-our-readings-of-it',
} as const;

export interface Finding {
  readonly path?: string;
  readonly seen: string;
  readonly reading: string;
  readonly section: keyof typeof sections;
}

/** Keeps each difference once, with its first exchange and a count. */
export class Findings {
  readonly #found = new Map<string, Difference>();

  departure(opened: Opened, finding: Finding): void {
    this.#add('departure', opened, finding);
  }

  information(opened: Opened, finding: Finding): void {
    this.#add('information', opened, finding);
  }

  /** Departures first, then by exchange. */
  list(): Difference[] {
    return [...this.#found.values()].sort(
      (a, b) => a.level.localeCompare(b.level) || a.exchange - b.exchange,
    );
  }

  #add(level: Difference['level'], opened: Opened, finding: Finding): void {
    const { operation, index: exchange } = opened;
    const { seen, reading, section } = finding;
    // Items of a list differ in the same way.
    const path = (finding.path ?? '').replace(/\[\d+\]/g, '[]');
    const key = JSON.stringify([level, operation, path, reading]);
    const known = this.#found.get(key);
    const documented = `docs/contract.md#${sections[section]}`;
    const first = { level, operation, exchange, path, seen, reading, documented, count: 0 };
    this.#found.set(key, { ...(known ?? first), count: (known?.count ?? 0) + 1 });
  }
}

/** A value in few words. */
export function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
