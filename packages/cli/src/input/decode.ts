/** The bytes of a text file as text, whatever wrote it: PowerShell's `>` makes UTF-16. */
import { UsageError } from '../failure';

/** Without the mark at its beginning. @throws UsageError for what is no text. */
export function decode(bytes: Uint8Array, name: string): string {
  try {
    return new TextDecoder(encodingOf(bytes), { fatal: true }).decode(bytes);
  } catch {
    throw new UsageError(`${name} is not text in UTF-8`, 'Save it as UTF-8 and try again.');
  }
}

function encodingOf([first, second]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
}
