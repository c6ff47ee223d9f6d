/** Compressed bodies: what reads them is loaded with the first of them. */
import { pipeline, type Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';

const decoders = new Map([
  ['gzip', createGunzip],
  ['x-gzip', createGunzip],
  ['br', createBrotliDecompress],
  ['deflate', createInflate],
]);

/** An encoding that is not known is left as it is: what reads it will say that it is no JSON. */
export function decoded(body: Readable, encoding: string): Readable {
  const decoder = decoders.get(encoding)?.();
  // Whoever reads is told of an error by the iteration.
  return decoder === undefined ? body : pipeline(body, decoder, () => {});
}
