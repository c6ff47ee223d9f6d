/** Paths into a JSON value: `modelConfig.model`, `data[].status` for every item, `data[0].id` for one. */

/** A key, an item by its number, or every item. */
export type Step = string | number | typeof everyItem;

const everyItem = Symbol('every item');

const shape = /^(?:\$|[^.[\]$][^.[\]]*)(?:\[\d*\])*(?:\.[^.[\]]+(?:\[\d*\])*)*$/;

export function isPath(text: string): boolean {
  return shape.test(text);
}

/** Whether a path begins at the whole body. */
export function isFromRoot(path: string): boolean {
  return /^\$(?:[.[]|$)/.test(path);
}

/** The steps from where a path begins; it is one by {@link isPath}. */
export function stepsOf(path: string): Step[] {
  const below = isFromRoot(path) ? path.slice(1) : path;
  return (below.match(/[^.[\]]+|\[\d*\]/g) ?? []).map((part) => {
    if (part === '[]') return everyItem;
    return part.startsWith('[') ? Number(part.slice(1, -1)) : part;
  });
}

/** A value with `change` applied to whatever lies at a path; where the path leads nowhere, the value as it was. */
export function changed(
  value: unknown,
  [step, ...further]: readonly Step[],
  change: Change,
): unknown {
  if (step === undefined) return change(value);
  if (Array.isArray(value))
    return changedItems(value, step, (item) => changed(item, further, change));
  if (typeof value !== 'object' || value === null || typeof step !== 'string') return value;
  const known = Object.hasOwn(value, step);
  if (!known && further.length > 0) return value;
  const before = known ? (value as Record<string, unknown>)[step] : undefined;
  return withKey(value, step, changed(before, further, change));
}

/** What becomes of a value; {@link removed} where nothing is left of it. */
export type Change = (value: unknown) => unknown;

/** Stands for nothing. */
export const removed = Symbol('removed');

function changedItems(items: readonly unknown[], step: Step, change: Change): unknown[] {
  return items
    .map((item, index) => (step === everyItem || step === index ? change(item) : item))
    .filter((item) => item !== removed);
}

/** Entries are defined, not assigned, so that `__proto__` is a key like others. */
function withKey(value: object, key: string, item: unknown): object {
  const entries = Object.entries(value).filter(([other]) => other !== key || item !== removed);
  if (item === removed) return Object.fromEntries(entries);
  const at = entries.findIndex(([other]) => other === key);
  entries.splice(at < 0 ? entries.length : at, at < 0 ? 0 : 1, [key, item]);
  return Object.fromEntries(entries);
}
