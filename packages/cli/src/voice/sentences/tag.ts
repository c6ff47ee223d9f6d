/** Tags and entities of HTML, and of the speech markup that some agents write. */
import { isBlank, plain } from './characters';
import { type Part, silent } from './unit';

// With a space and no `=` in it, as in <your name>, it is words.
const element = /^<\/?([a-z][\w:-]*)(?:\s+[^<>]*=[^<>]*)?\s*\/?>$/i;
const block = /^(?:br|p|div|li|tr|h[1-6]|ul|ol|table|blockquote|hr|section|article)$/i;
const mail = /^<(?:mailto:)?[^\s<>@]+@[^\s<>]+>$/i;
const longest = 300;

/** Undefined while it may become a tag. */
export function tag(text: string, whole: boolean): readonly Part[] | undefined {
  const second = text[1];
  if (second !== undefined && !/[a-z/!]/i.test(second)) {
    return [/[\s\d=]/.test(second) ? plain('<') : silent(1)];
  }
  if (text.startsWith('<!--') && text.endsWith('-->') && text.length > 6)
    return [silent(text.length)];
  const comment = text.startsWith('<!--') || '<!--'.startsWith(text);
  if (text.endsWith('>') && !comment) return closed(text);
  const open = text.length < longest && (comment || !text.endsWith('<') || text.length === 1);
  return whole || !open ? [silent(1)] : undefined;
}

function closed(text: string): readonly Part[] {
  if (mail.test(text)) return [silent(/^<mailto:/i.test(text) ? '<mailto:'.length : 1)];
  if (text.startsWith('<!')) return [silent(text.length)];
  const name = element.exec(text)?.[1];
  if (name === undefined) return [silent(1)];
  const parts = [silent(text.length)];
  return block.test(name) ? [...parts, { kind: 'break', text: '', length: 0 }] : parts;
}

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
  euro: '€',
  pound: '£',
  hellip: '…',
  mdash: '—',
  ndash: '–',
  laquo: '«',
  raquo: '»',
  lsquo: '‘',
  rsquo: '’',
  ldquo: '“',
  rdquo: '”',
  lt: '',
  gt: '',
};
/** What a number in an entity may stand for; the rest could be markup. */
const harmless = /^[\p{L}\p{N}\p{Sc}'"’]$/u;

/** Undefined while it may become an entity. */
export function entity(text: string, whole: boolean): readonly Part[] | undefined {
  if (!whole && /^&#?\w{0,8}$/.test(text)) return undefined;
  const name = /^&(#?\w+);$/.exec(text)?.[1];
  const meant = name === undefined ? undefined : (numbered(name) ?? entities[name]);
  if (meant === undefined) return [plain('&')];
  if (meant === '') return [silent(text.length)];
  return [{ ...plain(meant), length: text.length }];
}

function numbered(name: string): string | undefined {
  const [, hex, decimal] = /^#(?:x([\da-f]{1,6})|(\d{1,7}))$/i.exec(name) ?? [];
  const number = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
  if (!(number <= 0x10ffff)) return undefined;
  const character = String.fromCodePoint(number);
  if (isBlank(character)) return '\u00a0';
  return harmless.test(character) ? character : '';
}
