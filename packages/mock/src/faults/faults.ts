/** The faults that are switched on, and how often each has met a request. */
import { type Random, random } from '../random';
import type { Fault } from './fault';
import { type FaultsSnapshot, type ListedFault, parseSnapshot } from './listed';
import { concerns, type FaultedCall } from './match';
import { parseFault, parseFaults } from './parse';

/** What an option or a request gives as a fault. */
export type FaultInput = Fault;

/** A fault and the request that it has met. */
export interface DueFault {
  readonly id: string;
  readonly fault: Fault;
  /** What chance decides by in this one meeting. */
  readonly random: Random;
}

/** A live list of faults, in the order in which they were switched on. */
export class Faults {
  #listed: ListedFault[] = [];
  #made = 0;

  /** @throws FaultError that names each problem by its path. */
  constructor(faults: readonly FaultInput[] = []) {
    this.replace(faults);
  }

  /** How many are switched on, those included that are over. */
  get size(): number {
    return this.#listed.length;
  }

  /** Switches a fault on, behind those that are. @throws FaultError */
  add(fault: FaultInput): ListedFault {
    const listed = { id: this.#nextId(), fault: parseFault(fault), seen: 0, acted: 0 };
    this.#listed.push(listed);
    return structuredClone(listed);
  }

  /** As they are now. */
  list(): ListedFault[] {
    return structuredClone(this.#listed);
  }

  /** Switches one off. @returns whether there was one. */
  remove(id: string): boolean {
    const before = this.#listed.length;
    this.#listed = this.#listed.filter((listed) => listed.id !== id);
    return this.#listed.length < before;
  }

  /** Switches all off. */
  clear(): void {
    this.#listed = [];
  }

  /** Switches all off and these on, their counts at nothing. @throws FaultError; nothing has changed then. */
  replace(faults: readonly FaultInput[]): void {
    const parsed = parseFaults(faults);
    this.#listed = parsed.map((fault) => ({ id: this.#nextId(), fault, seen: 0, acted: 0 }));
  }

  /** The faults and their counts as plain JSON. */
  snapshot(): FaultsSnapshot {
    return { made: this.#made, faults: this.list() };
  }

  /** Goes back to a snapshot. @throws FaultError; nothing has changed then. */
  restore(snapshot: unknown): void {
    const { made, faults } = parseSnapshot(snapshot);
    this.#listed = faults;
    this.#made = made;
  }

  /**
   * The fault that meets this request: of all that are about it, the first whose turn it is. Each of them counts it as
   * seen, so that `after` and chance do not depend on the others.
   */
  meet(call: FaultedCall): DueFault | undefined {
    let due: DueFault | undefined;
    for (const [index, listed] of this.#listed.entries()) {
      if (!concerns(listed.fault, call)) continue;
      const seen = listed.seen + 1;
      due ??= turnOf(listed, seen);
      const acted = listed.acted + (due?.id === listed.id ? 1 : 0);
      this.#listed[index] = { ...listed, seen, acted };
    }
    return due;
  }

  /** Takes back that a fault met a request: there was nothing of it that it could spoil. */
  missed(id: string): void {
    this.#listed = this.#listed.map((listed) =>
      listed.id === id ? { ...listed, acted: listed.acted - 1 } : listed,
    );
  }

  #nextId(): string {
    this.#made++;
    return `fault-${this.#made}`;
  }
}

/** Whether a fault meets the request with this number. Chance goes by the number alone: nothing needs to be kept. */
function turnOf({ id, fault, acted }: ListedFault, seen: number): DueFault | undefined {
  const { after = 0, times = Number.POSITIVE_INFINITY, probability = 1, seed } = fault;
  if (seen <= after || acted >= times) return undefined;
  const chance = random(`${seed ?? JSON.stringify(fault)}/${seen}`);
  return chance.next() < probability ? { id, fault, random: chance } : undefined;
}
