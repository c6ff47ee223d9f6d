/** A place in a document as a flag names it: modelConfig.model, resolutionCriteria[0].label, stopSequences[], a\.b. */

/** A field by its name, an item by its number. */
export type Step = string | number;
export type Path = readonly [string, ...Step[]];

/** The item after a list's last one: `[]`. */
export const append = Number.POSITIVE_INFINITY;

/** A text that names no place. */
export class PathError extends Error {
  override readonly name = 'PathError';
}

/** @throws PathError */
export function parsePath(text: string): Path {
  return scan(text, false).path;
}

/** `path=value`; the first `=` that no backslash protects ends the path. @throws PathError */
export function parseAssignment(text: string): { readonly path: Path; readonly value: string } {
  const { path, end } = scan(text, true);
  if (end === text.length) throw new PathError(`${text} has no "=": give path=value`);
  return { path, value: text.slice(end + 1) };
}

/** What `parsePath` reads as this path. */
export function formatPath(path: readonly Step[]): string {
  return path
    .map((step, at) => {
      if (typeof step === 'number') return step === append ? '[]' : `[${step}]`;
      return `${at === 0 ? '' : '.'}${step.replace(/[\\.[\]=]/g, '\\$&')}`;
    })
    .join('');
}

/** In order: an item's number, or a name with what a backslash protects. */
const step = /\[(?<item>[^\]]*)\]|(?<name>(?:[^\\.[\]=]|\\.)+)/sy;

function scan(text: string, assignment: boolean): { path: Path; end: number } {
  const steps: Step[] = [];
  let at = 0;
  while (at < text.length && !(assignment && text[at] === '=')) {
    const dotted = text[at] === '.';
    step.lastIndex = dotted ? at + 1 : at;
    const { item, name } = step.exec(text)?.groups ?? {};
    // A name follows a dot, and only the first one does not; an item never does.
    const fits = item === undefined ? dotted === steps.length > 0 : !dotted && steps.length > 0;
    if (!fits || (item === undefined && name === undefined)) throw misplaced(text, at);
    steps.push(item === undefined ? nameOf(name ?? '') : numberOf(item));
    at = step.lastIndex;
  }
  const [first, ...rest] = steps;
  if (typeof first !== 'string') throw new PathError(`${JSON.stringify(text)} names no field`);
  return { path: [first, ...rest], end: at };
}

function nameOf(written: string): string {
  const name = written.replace(/\\(.)/gs, '$1');
  if (name === '__proto__') throw new PathError('A field can not be called __proto__');
  return name;
}

function numberOf(item: string): number {
  if (item === '') return append;
  const number = Number(item);
  if (/^\d+$/.test(item) && Number.isSafeInteger(number)) return number;
  throw new PathError(`[${item}] is no item: give its number from 0 on, or [] to add one`);
}

function misplaced(text: string, at: number): PathError {
  const where = `${JSON.stringify(text)} is no path: see character ${at + 1}`;
  return new PathError(`${where}. Fields are joined by dots, items are [0]; \\ protects the rest`);
}
