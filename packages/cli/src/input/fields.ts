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
): Fields {
  const attributes = new Map<string, string>();
  const fromFile: string[] = [];
  for (const field of requestFields[request]) {
    if (except.includes(field.name)) continue;
    const option = toOption(field, wishes);
    attributes.set(option.attributeName(), field.name);
    if (mayBeFile(field, wishes)) fromFile.push(field.name);
    command.addOption(option);
  }
  return {
    fromFile,
    read(options) {
      const used = [...attributes].filter(([attribute]) => options[attribute] !== undefined);
      return Object.fromEntries(used.map(([attribute, name]) => [name, options[attribute]]));
    },
  };
}

export interface Fields {
  /** The fields whose flags take `@FILE`. */
  readonly fromFile: readonly string[];
  read(options: Readonly<Record<string, unknown>>): Record<string, unknown>;
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

/** Long texts live in files; a short one may begin with an @ of its own. */
function mayBeFile({ type, maxLength = 0 }: Field, { fromFiles = false }: FieldWishes): boolean {
  return fromFiles && type === 'string' && maxLength > 1_000;
}

function toOption(field: Field, wishes: FieldWishes): Option {
  const flag = flagOf(field.name);
  const help = [field.description, boundsOf(field), mayBeFile(field, wishes) ? 'or @FILE' : '']
    .filter(Boolean)
    .join(' ');
  if (field.type === 'boolean') return new Option(flag, help);
  const option = new Option(`${flag} <${valueName(field)}>`, help);
  if (field.enum) return option.choices(field.enum);
  return field.type === 'string' ? option : option.argParser(number);
}

/** What a value stands for; completion goes by it, too. */
function valueName({ name, type, enum: choices }: Field): string {
  if (/^agent_?id$/i.test(name)) return 'agent';
  if (name === 'sortBy') return 'field';
  if (name === 'sortOrder') return 'order';
  if (name === 'status' || choices) return flagOf(name).replace(/^--/, '');
  return type === 'string' ? 'text' : 'number';
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
