/** A fault that is switched on, with its counts, as data. */
import * as z from 'zod';
import { Fault } from './fault';
import { parsed } from './parse';

/** A fault that is switched on. */
export interface ListedFault {
  /** Given when it was switched on: `fault-1`. */
  readonly id: string;
  readonly fault: Fault;
  /** Requests so far that it is about, whether it acted on them or not. */
  readonly seen: number;
  /** Those of them that it acted on. */
  readonly acted: number;
}

/** All faults as plain JSON, with their counts. */
export interface FaultsSnapshot {
  /** How many have ever been switched on: no id comes twice. */
  readonly made: number;
  readonly faults: readonly ListedFault[];
}

const count = z.int().min(0);
const Snapshot = z.object({
  made: count,
  faults: z.array(z.object({ id: z.string(), fault: Fault, seen: count, acted: count })),
});

/** @throws FaultError */
export function parseSnapshot(data: unknown): { made: number; faults: ListedFault[] } {
  return parsed(Snapshot, data, 'snapshot');
}
