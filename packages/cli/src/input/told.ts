/** What a person should know of how a document was understood. */
import type { Output } from '../output/index';
import { at, type Fields } from './assign';
import type { Kind } from './contract';
import { merged } from './record';

/** A record was given, and the server sets a part of it. */
export function tellLeft(out: Output, left: readonly string[]): void {
  if (left.length > 0) out.say(`Left out, since only the server sets it: ${left.join(', ')}`);
}

/** An object is replaced whole, so what it had was read and is sent along. */
export function tellCompleted(out: Output, completed: readonly string[]): void {
  if (completed.length === 0) return;
  out.say(
    `The server replaces it whole, so its other values are sent along: ${completed.join(', ')}`,
  );
}

/** A whole record was given, and parts of it ask for what an update does not do. */
export function warnOfLost(out: Output, kind: Kind, document: Fields, present: Fields): void {
  if (document.id !== undefined && document.id !== present.id) {
    out.warn(`The document is of another ${kind}: its id is ${String(document.id)}`);
  }
  if (kind === 'agent' && document.status !== undefined && document.status !== present.status) {
    out.warn(`The status stays ${String(present.status)}: activate, archive and restore change it`);
  }
  const kept = keptKeys(document, present);
  // Only a whole record says by leaving out.
  if (document.id === undefined || kept.length === 0) return;
  const keys = kept.map((key) => `${merged}.${key}`).join(', ');
  out.warn(`Stays, since the server merges ${merged} and takes nothing away: ${keys}`);
}

/** Keys of the metadata that the server has and the document has not. */
export function keptKeys(document: Fields, present: Fields): string[] {
  const now = at(present, [merged]);
  if (typeof now !== 'object' || now === null || !Object.hasOwn(document, merged)) return [];
  return Object.keys(now).filter((key) => at(document, [merged, key]) === undefined);
}
