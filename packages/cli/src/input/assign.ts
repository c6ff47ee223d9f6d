/** Documents with one place changed. Nothing is changed in place. */
import { isRecord } from '../is-record';
import { append, formatPath, type Path, PathError, type Step } from './path';

export type Fields = Readonly<Record<string, unknown>>;

/** What is missing on the way is made. @throws PathError where the way leads through a text or past a list's end. */
export function assign(document: Fields, path: Path, value: unknown): Fields {
  return put(document, path, 0, value) as Fields;
}

/** @throws PathError where the way leads through a text or past a list's end. */
export function remove(document: Fields, path: Path): Fields {
  return drop(document, path, 0) as Fields;
}

/** What stands there; undefined where nothing does. */
export function at(document: unknown, path: readonly Step[]): unknown {
  return path.reduce<unknown>((value, step) => {
    if (typeof value !== 'object' || value === null) return undefined;
    return Object.hasOwn(value, step) ? (value as Record<Step, unknown>)[step] : undefined;
  }, document);
}

/** An own field, whatever its name. */
export function withField(fields: Fields, name: string, value: unknown): Fields {
  return Object.fromEntries([...Object.entries(fields), [name, value]]);
}

export function withoutFields(fields: Fields, names: ReadonlySet<string>): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !names.has(name)));
}

function put(holder: unknown, path: Path, depth: number, value: unknown): unknown {
  const step = path[depth];
  if (step === undefined) return value;
  if (typeof step === 'string') {
    const fields = fieldsAt(holder, path, depth);
    return withField(fields, step, put(at(fields, [step]), path, depth + 1, value));
  }
  const items = itemsAt(holder, path, depth);
  const index = step === append ? items.length : step;
  if (index > items.length) throw pastEnd(items, path, depth);
  return items.toSpliced(index, 1, put(items[index], path, depth + 1, value));
}

function drop(holder: unknown, path: Path, depth: number): unknown {
  const step = path[depth];
  if (holder === undefined || holder === null || step === undefined) return holder;
  const last = depth === path.length - 1;
  if (typeof step === 'string') {
    const fields = fieldsAt(holder, path, depth);
    if (!Object.hasOwn(fields, step)) return fields;
    if (last) return withoutFields(fields, new Set([step]));
    return withField(fields, step, drop(fields[step], path, depth + 1));
  }
  const items = itemsAt(holder, path, depth);
  if (step >= items.length) throw pastEnd(items, path, depth);
  return last
    ? items.toSpliced(step, 1)
    : items.toSpliced(step, 1, drop(items[step], path, depth + 1));
}

function fieldsAt(holder: unknown, path: Path, depth: number): Fields {
  if (holder === undefined || holder === null) return {};
  if (isRecord(holder)) return holder;
  throw new PathError(`${formatPath(path.slice(0, depth))} is ${kindOf(holder)}, without fields`);
}

function itemsAt(holder: unknown, path: Path, depth: number): readonly unknown[] {
  if (holder === undefined || holder === null) return [];
  if (Array.isArray(holder)) return holder;
  throw new PathError(`${formatPath(path.slice(0, depth))} is ${kindOf(holder)}, and no list`);
}

function pastEnd(items: readonly unknown[], path: Path, depth: number): PathError {
  const list = formatPath(path.slice(0, depth));
  const holds = items.length === 1 ? 'one item' : `${items.length} items`;
  const step = formatPath(path.slice(depth, depth + 1));
  return new PathError(`${list} has ${holds}: there is no ${step}, and [] adds one`);
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  return isRecord(value) ? 'an object' : typeof value === 'string' ? 'a text' : `a ${typeof value}`;
}
