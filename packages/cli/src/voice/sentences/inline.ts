/** Markup within a line. Each reader is called with every character more, and says nothing until it knows. */
import { address, beginsAddress } from './address';
import { isBlank, isWordly, plain } from './characters';
import { entity, tag } from './tag';
import { type Part, silent, space } from './unit';

export interface Surroundings {
  /** The character before. */
  readonly before: string;
  /** Square brackets that are open. */
  readonly brackets: number;
}

/** How far a link's address or a note's name is looked for. */
const longestLink = 2_000;
const longestNote = 60;

/** What the text begins with; undefined while that depends on what follows. `whole`: nothing follows in this line. */
export function inline(
  text: string,
  around: Surroundings,
  whole: boolean,
): readonly Part[] | undefined {
  const [first = ''] = text;
  switch (first) {
    case '*':
    case '_':
    case '#':
      return run(text, first, around.before, whole);
    case '!':
      return image(text, whole);
    case '[':
      return bracket(text, around.before, whole);
    case ']':
      return around.brackets > 0 ? link(text, whole) : [silent(1)];
    case '【':
      return source(text, whole);
    case '<':
      return tag(text, whole);
    case '&':
      return entity(text, whole);
    case '|':
    case '•':
      return [{ kind: 'soft', text: ',', length: 1 }];
    case '>':
      return [/[\s\d]/.test(around.before) ? plain('>') : silent(1)];
    case '~':
    case '`':
    case '{':
    case '}':
    case '\\':
      return [silent(1)];
  }
  const parts = around.before === '\\' && isWordly(first) ? [space(0)] : [];
  if (beginsAddress(first) && !/[\p{L}\p{N}\p{M}@._\\-]/u.test(around.before)) {
    return address(text, whole);
  }
  return [...parts, plain(first)];
}

/** Within code, marks mean nothing and are not said. */
export function code(character: string): Part {
  if (character === '_') return space(1);
  if (/[*#~|<>[\]{}\\`]/.test(character)) return silent(1);
  const part = plain(character);
  return part.kind === 'said' ? { ...part, kind: 'solid' } : part;
}

/** Marks of emphasis, unless a sign in a word (user_id, C#, #12) or a sum (5 * 3). */
function run(
  text: string,
  mark: string,
  before: string,
  whole: boolean,
): readonly Part[] | undefined {
  if (text.length === 1 && !whole) return undefined;
  const [, next] = text;
  if (next === mark || before === mark) return [silent(next === mark ? 2 : 1)];
  if (mark === '*') {
    const spaced = isBlank(before) && isBlank(next);
    const sum = /\p{N}/u.test(before) && next !== undefined && /\p{N}/u.test(next);
    return [spaced || sum ? { kind: 'said', text: '×', length: 1 } : silent(1)];
  }
  const said =
    mark === '#' ? isWordly(before) || isWordly(next) : isWordly(before) && isWordly(next);
  return [said ? plain(mark) : silent(1)];
}

function image(text: string, whole: boolean): readonly Part[] | undefined {
  if (text.length === 1 && !whole) return undefined;
  return [text[1] === '[' ? silent(1) : plain('!')];
}

/** The text of a link is said; a footnote's mark is not. */
function bracket(text: string, before: string, whole: boolean): readonly Part[] | undefined {
  const open = isWordly(before) || before === ']' ? [silent(1), space(0)] : [silent(1)];
  if (text.length === 1) return whole ? open : undefined;
  if (text[1] !== '^') return open;
  if (/\s$/u.test(text) || text.length > longestNote) return open;
  if (text.endsWith(']')) return [silent(text.length)];
  return whole ? open : undefined;
}

function link(text: string, whole: boolean): readonly Part[] | undefined {
  if (text.length === 1) return whole ? [silent(1)] : undefined;
  if (text[1] !== '(') return [silent(1)];
  if (text.endsWith(')') && text.split('(').length === text.split(')').length) {
    return [silent(text.length)];
  }
  // Another link begins: this was none.
  const over = whole || text.length > longestLink || (text.length > 2 && text.endsWith(']('));
  return over ? [silent(1)] : undefined;
}

/** Where a model has something from: 【4:0†manual.pdf】 */
function source(text: string, whole: boolean): readonly Part[] | undefined {
  if (text.endsWith('】')) return [text.includes('†') ? silent(text.length) : plain('【')];
  return whole || text.length > longestNote ? [plain('【')] : undefined;
}
