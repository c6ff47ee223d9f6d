/** Flags from a request's schema: every plain field becomes one, with its bounds in the help. */
import { type Command, Option } from 'commander';
import { number } from './number';
import { type Field, requestFields } from './request-fields.at-build';

export type RequestName = keyof typeof requestFields;

/** Adds the flags; `read` gives the values of those that were used, under the wire's names. */
export function addFields(
  command: Command,
  request: RequestName,
  { except = [], ...wishes }: FieldWishes = {},
): { read(options: Readonly<Record<string, unknown>>): Record<string, unknown> } {
  const attributes = new Map<string, string>();
  for (const field of requestFields[request]) {
    if (except.includes(field.name)) continue;
    const option = toOption(field, wishes);
    attributes.set(option.attributeName(), field.name);
    command.addOption(option);
  }
  return {
    read(options) {
      const used = [...attributes].filter(([attribute]) => options[attribute] !== undefined);
      return Object.fromEntries(used.map(([attribute, name]) => [name, options[attribute]]));
    },
  };
}

interface FieldWishes {
  /** Fields that have another way in. */
  readonly except?: readonly string[];
  /** Whether `@FILE` stands for what a file holds. */
  readonly fromFiles?: boolean;
}

export function flagOf(name: string): string {
  return `--${name.replace(/_/g, '-').replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

function toOption(field: Field, { fromFiles = false }: Omit<FieldWishes, 'except'>): Option {
  const flag = flagOf(field.name);
  const long = fromFiles && field.type === 'string' && (field.maxLength ?? 0) > 1_000;
  const help = [field.description, boundsOf(field), long ? 'or @FILE' : '']
    .filter(Boolean)
    .join(' ');
  if (field.type === 'boolean') return new Option(flag, help);
  const value = field.type === 'string' ? 'text' : 'number';
  const option = new Option(`${flag} <${value}>`, help);
  if (field.enum) return option.choices(field.enum);
  return field.type === 'string' ? option : option.argParser(number);
}

function boundsOf({ minLength = 0, maxLength, minimum, maximum, default: usual }: Field): string {
  const bounds = [];
  const largest = maximum === Number.MAX_SAFE_INTEGER ? undefined : maximum;
  if (maxLength !== undefined) bounds.push(`${minLength}-${maxLength} characters`);
  else if (minimum !== undefined && minimum !== Number.MIN_SAFE_INTEGER) {
    bounds.push(largest === undefined ? `at least ${minimum}` : `${minimum}-${largest}`);
  }
  if (usual !== undefined) bounds.push(`default ${usual}`);
  return bounds.length === 0 ? '' : `(${bounds.join(', ')})`;
}
