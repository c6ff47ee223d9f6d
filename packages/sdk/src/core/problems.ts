/** zod's issues as sentences that name the bound and the value's own measure. */
import * as z from 'zod';
import type { Problem } from './problem';
/** @returns nothing when the value fits. */
export function problemsOf(schema: z.ZodType, value: unknown): Problem[] | undefined {
  if (z.validate(quick(schema), value)) return undefined;
  // Words cost time, and are made only for a value that needs them.
  const parsed = schema.safeParse(value, { error: sentence });
  return parsed.success ? undefined : parsed.error.issues.map(toProblem);
}

const compiled = new WeakMap<z.ZodType, z.ZodType>();
const usedOnce = new WeakSet<z.ZodType>();

/** Compiled from its second use on; zod leaves a schema as it is where it can't be, or where `eval` is forbidden. */
function quick(schema: z.ZodType): z.ZodType {
  const ready = compiled.get(schema);
  if (ready) return ready;
  if (!usedOnce.has(schema)) {
    usedOnce.add(schema);
    return schema;
  }
  const made = z.compile(schema);
  compiled.set(schema, made);
  return made;
}

function toProblem(issue: { path: readonly PropertyKey[]; message: string }): Problem {
  return { path: joinPath(issue.path), message: issue.message };
}

/** For zod's `error` option: our words where the value's measure helps, zod's own elsewhere. */
export function sentence(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'too_big':
      return bound(issue.origin, 'at most', issue.maximum, issue.input);
    case 'too_small':
      return bound(
        issue.origin,
        issue.inclusive ? 'at least' : 'more than',
        issue.minimum,
        issue.input,
      );
    case 'invalid_type':
      return issue.input === undefined
        ? 'is required'
        : `must be ${article(issue.expected)}, is ${kindOf(issue.input)}`;
    case 'invalid_value':
      return oneOf(issue.values, issue.input);
    case 'invalid_union':
      return issue.discriminator === undefined || !Array.isArray(issue.options)
        ? undefined
        : oneOf(issue.options, Object(issue.input)[issue.discriminator]);
    default:
      return undefined;
  }
}

function oneOf(values: readonly unknown[], value: unknown): string {
  return `must be ${values.map(quote).join(' or ')}, is ${shorten(value)}`;
}

function bound(origin: string, words: string, limit: number | bigint, value: unknown): string {
  if (typeof value === 'string') {
    return limit === 1 && value === ''
      ? 'must not be empty'
      : `must have ${words} ${limit} characters, has ${value.length}`;
  }
  if (Array.isArray(value)) return `must have ${words} ${limit} items, has ${value.length}`;
  return `must be ${words} ${limit}, is ${origin === 'int' || typeof value === 'number' ? String(value) : shorten(value)}`;
}

function joinPath(path: readonly PropertyKey[]): string {
  let joined = '';
  for (const step of path) {
    if (typeof step === 'number') joined += `[${step}]`;
    else joined += joined === '' ? String(step) : `.${String(step)}`;
  }
  return joined;
}

function article(expected: string): string {
  if (expected === 'int') return 'a whole number';
  if (expected === 'record') return 'an object';
  return /^[aeiou]/.test(expected) ? `an ${expected}` : `a ${expected}`;
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'number') return String(value);
  return article(typeof value);
}

function quote(value: unknown): string {
  return typeof value === 'string' ? `"${value}"` : String(value);
}

function shorten(value: unknown): string {
  if (typeof value !== 'string') return value === undefined ? 'missing' : kindOf(value);
  return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
}
