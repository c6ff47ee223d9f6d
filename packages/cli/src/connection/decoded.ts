/** Compressed bodies: what reads them is loaded with the first of them. */
import { pipeline, type Readable } from 'node:stream';
import {
  type BrotliDecompress,
  createBrotliDecompress,
  createGunzip,
  createInflate,
  type Gunzip,
  type Inflate,
} from 'node:zlib';

type Decoder = Gunzip | BrotliDecompress | Inflate;

const decoders = new Map<string, () => Decoder>([
  ['gzip', createGunzip],
  ['x-gzip', createGunzip],
  ['br', createBrotliDecompress],
  ['deflate', createInflate],
]);

/** An encoding that is not known is left as it is: what reads it will say that it is no JSON. */
export function decoded(body: Readable, encoding: string): AsyncIterable<Uint8Array> {
  const decoder = decoders.get(encoding)?.();
  // Whoever reads is told of an error by the iteration.
  return decoder === undefined ? body : unlessEmpty(pipeline(body, decoder, () => {}));
}

/** Nothing at all is no gzip, and is sent as such all the same. */
async function* unlessEmpty(decoder: Decoder): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield* decoder;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'Z_BUF_ERROR' && decoder.bytesWritten === 0) return;
    // Brotli has a code of its own for each place where it may be damaged.
    throw /^ERR_(BROTLI|_ERROR)/.test(code ?? '')
      ? Object.assign(error as Error, { code: 'Z_DATA_ERROR' })
      : error;
  }
}
