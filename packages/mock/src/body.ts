/** A request's body as JSON; everything that makes it unfit for that, as a refusal. */
import type { MockRequest } from './exchange';
import { jsonFault } from './json-fault';
import { messageOf, Refusal } from './refusal';

/** Larger bodies are a 413. What steers the mock may bring a whole world along. */
export function maxBodyBytes(path: string): number {
  return path.startsWith('/__voicectl/') ? 256 * 1024 * 1024 : 1024 * 1024;
}

/** Objects and lists that are nested deeper are a 400: nothing that walks through them may run out of stack. */
export const maxDepth = 500;

/** What a door knows of a body. */
export interface SentBody extends Pick<MockRequest, 'headers' | 'path' | 'body'> {
  /** Why the door could not make text of it; thrown by whoever needs the body. */
  readonly unreadable?: Refusal | undefined;
}

/** @throws Refusal 415 | 413 | 400 */
export function readBody({ headers, path, body, unreadable }: SentBody): unknown {
  checkType(headers['content-type']);
  checkEncoding(headers['content-encoding']);
  if (unreadable) throw unreadable;
  if (isOver(body, maxBodyBytes(path))) throw tooLarge(path);
  const value = parse(body);
  if (body.length > 2 * maxDepth && isDeeper(value, maxDepth)) {
    throw new Refusal(400, [`body: is nested deeper than ${maxDepth} levels`]);
  }
  return value;
}

/** For doors, which stop reading as soon as they know. */
export function tooLarge(path: string): Refusal {
  return new Refusal(413, `The body is larger than ${maxBodyBytes(path)} bytes`);
}

/** For doors, which see the bytes. */
export function notUtf8(): Refusal {
  return new Refusal(400, ['body: is not valid UTF-8']);
}

/** Whether a text has more bytes than that. Counts only where its length leaves it open. */
export function isOver(text: string, bytes: number): boolean {
  if (text.length > bytes) return true;
  if (text.length * 3 <= bytes) return false;
  return new TextEncoder().encode(text).length > bytes;
}

function checkType(type = ''): void {
  if (type === 'application/json') return;
  if (!/^application\/([\w.-]+\+)?json\s*(;|$)/i.test(type)) {
    throw new Refusal(
      415,
      `Send the body as content-type: application/json${type === '' ? '' : `, not ${type.slice(0, 100)}`}`,
    );
  }
  const charset = /;\s*charset\s*=\s*"?([^";\s]+)/i.exec(type)?.[1];
  if (charset !== undefined && !/^(utf-?8|us-ascii)$/i.test(charset)) {
    throw new Refusal(415, `Send the body as UTF-8, not charset=${charset.slice(0, 100)}`);
  }
}

/** The documentation knows no compressed request; that none is taken is our reading. */
function checkEncoding(encoding: string | undefined): void {
  if (encoding === undefined || /^\s*(identity)?\s*$/i.test(encoding)) return;
  throw new Refusal(
    415,
    `Send the body as it is, not with content-encoding: ${encoding.slice(0, 100)}`,
    { headers: { 'accept-encoding': 'identity' } },
  );
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (error) {
    throw new Refusal(400, [`body: is not valid JSON: ${jsonFault(body) ?? messageOf(error)}`]);
  }
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (levels === 0) return true;
  return Object.values(value).some((item) => isDeeper(item, levels - 1));
}
