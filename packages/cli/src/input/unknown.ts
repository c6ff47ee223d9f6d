/** Slips of the pen in a document: keys that the contract does not know are sent, but not in silence. */
import { unknownKeys } from '@voicectl/sdk/contract';
import { nearest } from '../nearest';
import type { Output } from '../output/index';
import { namesAt, requests, type Schema, schemasAt, type WriteRequest } from './contract';
import { type Path, PathError, parsePath } from './path';

export function warnOfUnknown(out: Output, request: WriteRequest, input: unknown): void {
  const schema = requests[request];
  const keys = unknownKeys(schema, input);
  if (keys.length === 0) return;
  const guessed = keys.map((key) => {
    const meant = meantBy(schema, key);
    return meant === undefined ? key : `${key} (did you mean ${meant}?)`;
  });
  const known = Object.keys(schema.shape).join(', ');
  out.warn(`Sent as it is, but not known to the contract: ${guessed.join(', ')}. Known: ${known}`);
}

/** What somebody may have meant by a key that a schema does not know. */
export function meantBy(schema: Schema, key: string): string | undefined {
  const path = pathOf(key);
  const last = path?.at(-1);
  if (path === undefined || typeof last !== 'string') return undefined;
  return nearest(last, namesAt(schemasAt([schema], path.slice(0, -1))));
}

/** A key may hold what a path can't. */
function pathOf(key: string): Path | undefined {
  try {
    return parsePath(key);
  } catch (error) {
    if (error instanceof PathError) return undefined;
    throw error;
  }
}
