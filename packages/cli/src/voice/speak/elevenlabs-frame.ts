/**
 * What ElevenLabs says over its socket of many contexts, one text frame a message. Documented: `audio` in base64,
 * `contextId`, `isFinal` at the end of a context. Not documented, but seen by many: a refusal is a frame with `error`, a
 * name, `message` and `code`, and the connection is closed after it.
 */

export type Frame =
  | {
      readonly type: 'sound';
      /** Undefined where the server leaves it out, which the documented schema allows. */
      readonly context: string | undefined;
      readonly bytes: Uint8Array;
      readonly final: boolean;
    }
  | { readonly type: 'refusal'; readonly name: string; readonly words: string }
  /** Valid, and nothing that we know. */
  | { readonly type: 'other' };

/** @returns undefined for what is no message of this protocol. */
export function frameOf(text: string): Frame | undefined {
  const message = parsed(text);
  if (message === undefined) return undefined;
  if (typeof message['error'] === 'string') {
    return { type: 'refusal', name: message['error'], words: asText(message['message']) ?? '' };
  }
  const { audio, isFinal } = message;
  const final = isFinal === true;
  if (typeof audio !== 'string' && !final) return { type: 'other' };
  const bytes = typeof audio === 'string' ? decoded(audio) : new Uint8Array(0);
  if (bytes === undefined) return undefined;
  // Once written in one way, once in the other.
  const context = asText(message['contextId']) ?? asText(message['context_id']);
  return { type: 'sound', context, bytes, final };
}

function parsed(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** Node would leave out what is no base64, and the rest would be noise. */
function decoded(base64: string): Uint8Array | undefined {
  return /^[A-Za-z0-9+/]*={0,2}$/.test(base64) ? Buffer.from(base64, 'base64') : undefined;
}

const asText = (value: unknown) => (typeof value === 'string' ? value : undefined);

/**
 * A piece in a context of its own: opened by a space, as documented, then the text, made into sound at once by `flush`.
 * A flush alone is not answered by `isFinal`; closing the context is, when all of its sound has been sent.
 */
export function framesFor(context: string, text: string): string[] {
  return [
    { text: ' ', context_id: context },
    { text: `${text} `, context_id: context, flush: true },
    { context_id: context, close_context: true },
  ].map((frame) => JSON.stringify(frame));
}
