/** The first line of a stream; what follows is left unread. */
import { addAbortSignal, type Readable } from 'node:stream';

/** Characters: longer than any key. */
const longest = 65_536;

export async function firstLine(stream: Readable, signal: AbortSignal): Promise<string> {
  let text = '';
  addAbortSignal(signal, stream).setEncoding('utf8');
  for await (const part of stream) {
    text += String(part);
    if (text.trimStart().includes('\n') || text.length > longest) break;
  }
  return (
    text
      .replace(/^\uFEFF/, '')
      .trimStart()
      .split(/\r?\n|\r/)[0] ?? ''
  ).trim();
}
