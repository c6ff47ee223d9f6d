/** The undici door. The only file that names undici, and only ever imported when a request needs it. */
import type { Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { Agent, request } from 'undici';
import type { Transport } from './transport';

export function openUndici(): Transport {
  // The SDK's own clock covers headers and body; undici's would cut a slow answer first.
  const agent = new Agent({ headersTimeout: 0, bodyTimeout: 0 });
  return {
    async send({ url, method, headers, body, signal }) {
      const answer = await request(url, {
        dispatcher: agent,
        method: method as 'GET',
        headers: compressible(headers),
        body: body ?? null,
        signal,
      });
      const answered = flatten(answer.headers);
      const decoded = decode(answer.body, answered['content-encoding']);
      return { status: answer.statusCode, headers: answered, body: decoded };
    },
    close: () => agent.close(),
  };
}

/** A stream is not compressed: a piece of it would wait until enough others have come. */
function compressible(headers: Readonly<Record<string, string>>): Record<string, string> {
  const streams = headers.accept?.includes('event-stream') === true;
  return streams ? { ...headers } : { ...headers, 'accept-encoding': 'gzip, br' };
}

const decoders = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  br: createBrotliDecompress,
  deflate: createInflate,
} as const;

/** An encoding that is not known is left as it is: what reads it will say that it is no JSON. */
function decode(body: Readable, encoding: string | undefined): Readable {
  const name = encoding?.trim().toLowerCase() ?? '';
  if (!Object.hasOwn(decoders, name)) return body;
  const decoder = decoders[name as keyof typeof decoders]();
  body.once('error', (error) => decoder.destroy(error));
  decoder.once('close', () => body.destroy());
  return body.pipe(decoder);
}

function flatten(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const name in headers) {
    const value = headers[name];
    if (value !== undefined) flat[name] = typeof value === 'string' ? value : value.join(', ');
  }
  return flat;
}
