/** Compressed bodies: what reads them is loaded with the first of them. */
import { Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import type { TransportResponse } from './transport';

const decoders = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  br: createBrotliDecompress,
  deflate: createInflate,
} as const;

type Decoder = ReturnType<(typeof decoders)[Encoding]>;

export type Encoding = keyof typeof decoders;

export function decode(response: TransportResponse, encoding: Encoding): TransportResponse {
  const { status, headers } = response;
  const decoder = decoders[encoding]();
  const body = Readable.from(response.body);
  // Whoever reads is told; until somebody does, nobody else should be.
  decoder.on('error', () => {});
  body.once('error', (error) => decoder.destroy(error));
  decoder.once('close', () => body.destroy());
  return { status, headers, body: unlessEmpty(body.pipe(decoder)) };
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
