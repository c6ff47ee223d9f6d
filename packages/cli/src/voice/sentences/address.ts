/** Addresses of pages: their host is said, the rest is not. */
import { plain } from './characters';
import { type Part, silent, solid } from './unit';

const prefixes = ['https://', 'http://', 'www.'];
const after = /[\s<>"`|*\]«»“”،؟؛。，）]/u;
// What follows an address more often than it ends one.
const trailing = /[.,!?:;'’…_~)]+$/u;
const hostOf = /^((?:[^\s/?#@]*@)?(?:www\.)?)([\p{L}\p{N}][\p{L}\p{N}\p{M}.-]*)/iu;
const longest = 2_000;

/** Whether an address may begin with this character. Not a capital: too many sentences do. */
export function beginsAddress(character: string): boolean {
  return character === 'h' || character === 'w';
}

/** Called with every character more; undefined while it may go on. */
export function address(text: string, whole: boolean): readonly Part[] | undefined {
  const prefix = prefixes.find((one) => text.slice(0, one.length).toLowerCase() === one);
  if (prefix === undefined) {
    const lower = text.toLowerCase();
    const may = !whole && prefixes.some((one) => one.startsWith(lower));
    return may ? undefined : [plain(text.slice(0, 1))];
  }
  const rest = text.slice(prefix.length);
  if (rest !== '' && !/^[\p{L}\p{N}]/u.test(rest)) return [plain(text.slice(0, 1))];
  const over = endsWithin(text);
  if (!over && !whole && text.length < longest) return undefined;
  return hostAlone(over ? text.slice(0, -1) : text, prefix.length);
}

function endsWithin(text: string): boolean {
  const last = text.slice(-1);
  if (last === ')') return text.split(')').length > text.split('(').length;
  return after.test(last);
}

function hostAlone(text: string, prefix: number): readonly Part[] {
  const link = withoutTrailing(text);
  const [, before = '', host = ''] = hostOf.exec(link.slice(prefix)) ?? [];
  if (host === '') return [plain(text.slice(0, 1))];
  const lead = prefix + before.length;
  return [silent(lead), ...solid(host), silent(link.length - lead - host.length)];
}

function withoutTrailing(text: string): string {
  const bare = text.replace(trailing, '');
  // A bracket that was opened within is a part of it: /wiki/Salt_(chemistry)
  const closed = text.slice(bare.length).startsWith(')') && bare.includes('(');
  return closed ? text.slice(0, bare.length + 1) : bare;
}
