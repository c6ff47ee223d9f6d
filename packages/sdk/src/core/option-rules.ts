/** What an option may be. By hand, so that making a client loads no schema library. */
import type { Problem } from './problem';

/** Says what is wrong with a value that is there; nothing where it fits. */
export type Rule = (value: unknown) => string | undefined;

/** A rule for each option, and for each option of a group. */
export type Rules<Options> = {
  readonly [Name in keyof Options]-?: Rule | Rules<NonNullable<Options[Name]>>;
};

/** Every option that can't be used, and every name that is none. */
export function optionProblems<Options>(
  rules: Rules<Options>,
  options: unknown,
  path = '',
): Problem[] {
  const unfit = plain(options);
  if (unfit !== undefined) return [{ path, message: unfit }];
  const below = (name: string) => (path === '' ? name : `${path}.${name}`);
  return Object.entries(options as object).flatMap(([name, value]) => {
    if (!Object.hasOwn(rules, name)) return [{ path: below(name), message: 'is not an option' }];
    if (value === undefined) return [];
    const rule = rules[name as keyof Options] as Rule | Rules<unknown>;
    if (typeof rule !== 'function') return optionProblems(rule, value, below(name));
    const message = rule(value);
    return message === undefined ? [] : [{ path: below(name), message }];
  });
}

/** What has its options elsewhere than in itself would be taken, and not be obeyed. */
const plain: Rule = (value) => {
  if (isSignal(value) === undefined) return 'must be an object; pass a signal as { signal }';
  if (typeof value !== 'object' || value === null) return 'must be an object';
  const prototype = Object.getPrototypeOf(value);
  const isPlain = prototype === null || Object.getPrototypeOf(prototype) === null;
  return isPlain && !Array.isArray(value) ? undefined : 'must be a plain object';
};

export const isSignal: Rule = (value) => {
  const { addEventListener, aborted } = Object(value);
  return typeof addEventListener === 'function' && typeof aborted === 'boolean'
    ? undefined
    : 'must be an AbortSignal';
};

export const text: Rule = (value) =>
  typeof value === 'string' ? undefined : `must be a string, is ${kindOf(value)}`;

export const flag: Rule = (value) => (typeof value === 'boolean' ? undefined : 'must be a boolean');

export const callback: Rule = (value) =>
  typeof value === 'function' ? undefined : 'must be a function';

export function oneOf(...allowed: readonly string[]): Rule {
  const words = `must be ${allowed.map((each) => `"${each}"`).join(' or ')}`;
  return (value) => (allowed.includes(value as string) ? undefined : words);
}

/** Something with these methods. */
export function having(words: string, ...methods: readonly string[]): Rule {
  const has = (value: object, name: string) =>
    typeof (value as Record<string, unknown>)[name] === 'function';
  return (value) =>
    typeof value === 'object' && value !== null && methods.every((name) => has(value, name))
      ? undefined
      : words;
}

export function either(one: Rule, other: Rule): Rule {
  return (value) => one(value) && other(value) && `${one(value)}, or ${other(value)}`;
}

interface Bounds {
  readonly least: number;
  readonly most: number;
}

export function number({ least, most }: Bounds): Rule {
  return (value) => {
    if (typeof value !== 'number' || Number.isNaN(value)) {
      return `must be a number, is ${kindOf(value)}`;
    }
    if (value < least) return `must be at least ${least}, is ${value}`;
    return value > most ? `must be at most ${most}, is ${value}` : undefined;
  };
}

export function whole(bounds: Bounds): Rule {
  return (value) =>
    typeof value === 'number' && Number.isFinite(value) && !Number.isInteger(value)
      ? `must be a whole number, is ${value}`
      : number(bounds)(value);
}

/** The longest time that a timer takes: 24.8 days. */
export const milliseconds: Rule = (value) =>
  typeof value === 'number' && value <= 0
    ? `must be more than 0, is ${value}`
    : number({ least: 0, most: 2_147_483_647 })(value);

export const repeats: Rule = whole({ least: 0, most: 20 });

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (typeof value === 'number') return String(value);
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
