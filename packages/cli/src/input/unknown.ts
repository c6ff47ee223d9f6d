/** Slips of the pen in a document: keys that the contract does not know are sent, but not in silence. */
import { unknownKeys } from '@voicectl/sdk/contract';
import type * as z from 'zod';
import type { Output } from '../output/index';

export function warnOfUnknown(out: Output, schema: z.ZodType, input: unknown): void {
  const keys = unknownKeys(schema, input);
  if (keys.length === 0) return;
  const known = Object.keys((schema as Partial<z.ZodObject>).shape ?? {}).join(', ');
  out.warn(`Sent as it is, but not known to the contract: ${keys.join(', ')}. Known: ${known}`);
}
