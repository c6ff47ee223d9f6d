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

export type Encoding = keyof typeof decoders;

export function decode(response: TransportResponse, encoding: Encoding): TransportResponse {
  const { status, headers } = response;
  const decoder = decoders[encoding]();
  const body = Readable.from(response.body);
  // Whoever reads is told; until somebody does, nobody else should be.
  decoder.on('error', () => {});
  body.once('error', (error) => decoder.destroy(error));
  decoder.once('close', () => body.destroy());
  return { status, headers, body: body.pipe(decoder) };
}
