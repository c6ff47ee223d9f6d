/** The fault of a single request, in its header `x-voicectl-fault`. */
import { Refusal } from '../refusal';
import type { Effects } from './fault';
import { FaultError, parseEffects } from './parse';
import { readShort } from './short';

/** Where a request carries a fault of its own. */
export const faultHeader = 'x-voicectl-fault';

/** JSON, or the short form. @throws Refusal 400 that names each problem. */
export function faultOfHeader(text: string): Effects {
  try {
    return parseEffects(readShort(text, faultHeader), faultHeader);
  } catch (error) {
    throw error instanceof FaultError ? new Refusal(400, error.problems) : error;
  }
}
