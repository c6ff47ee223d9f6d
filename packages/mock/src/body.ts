/** A request's body as JSON. */
import type { MockRequest } from './exchange';
import { messageOf, Refusal } from './refusal';

/** Larger bodies are a 413. */
export const maxBodyBytes = 1024 * 1024;

/** @throws Refusal 415 | 413 | 400 */
export function readBody({ headers, body }: MockRequest): unknown {
  const type = headers['content-type'] ?? '';
  if (!/^application\/(.+\+)?json\b/i.test(type)) {
    throw new Refusal(415, 'Send the body as content-type: application/json');
  }
  if (new Blob([body]).size > maxBodyBytes) {
    throw new Refusal(413, `The body is larger than ${maxBodyBytes} bytes`);
  }
  try {
    return JSON.parse(body);
  } catch (error) {
    throw new Refusal(400, [`body: is not valid JSON: ${messageOf(error)}`]);
  }
}
