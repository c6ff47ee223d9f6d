/** Flags from a request's schema: every plain field becomes one, with its bounds in the help. */
import { type Command, Option } from 'commander';
import * as z from 'zod';
import { number } from './number';

interface Field {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly description?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
}

/** A field as JSON Schema has it: one of several types, or of several alternatives. */
interface Property extends Omit<Field, 'type'> {
  readonly type?: string | readonly string[];
  readonly anyOf?: readonly Property[];
}

/** Adds the flags; `read` gives the values of those that were used, under the wire's names. */
export function addFields(
  command: Command,
  schema: z.ZodType,
): { read(options: Readonly<Record<string, unknown>>): Record<string, unknown> } {
  const attributes = new Map<string, string>();
  for (const [name, field] of plainFields(schema)) {
    const option = toOption(name, field);
    attributes.set(option.attributeName(), name);
    command.addOption(option);
  }
  return {
    read(options) {
      const used = [...attributes].filter(([attribute]) => options[attribute] !== undefined);
      return Object.fromEntries(used.map(([attribute, name]) => [name, options[attribute]]));
    },
  };
}

function plainFields(schema: z.ZodType): [string, Field][] {
  const { properties = {} } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return Object.entries(properties)
    .map(([name, property]) => [name, scalar(property as Property)] as [string, Field | undefined])
    .filter((entry): entry is [string, Field] => entry[1] !== undefined);
}

/** The one plain alternative of a field that may also be null. */
function scalar(field: Property): Field | undefined {
  for (const alternative of [field, ...(field.anyOf ?? [])]) {
    const type = [alternative.type].flat().find((name) => plainTypes.includes(name ?? ''));
    const description = field.description ?? alternative.description;
    if (type !== undefined) {
      return { ...alternative, type, ...(description === undefined ? {} : { description }) };
    }
  }
  return undefined;
}

const plainTypes = ['string', 'number', 'integer', 'boolean'];

function toOption(name: string, field: Field): Option {
  const flag = `--${name.replace(/_/g, '-').replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  const help = [field.description, boundsOf(field)].filter(Boolean).join(' ');
  if (field.type === 'boolean') return new Option(flag, help);
  const option = new Option(`${flag} <${field.type === 'string' ? 'text' : 'number'}>`, help);
  if (field.enum) return option.choices(field.enum);
  return field.type === 'string' ? option : option.argParser(number);
}

function boundsOf({ minLength = 0, maxLength, minimum, maximum }: Field): string {
  if (maxLength !== undefined) return `(${minLength}-${maxLength} characters)`;
  const largest = maximum === Number.MAX_SAFE_INTEGER ? undefined : maximum;
  if (minimum === undefined || minimum === Number.MIN_SAFE_INTEGER) return '';
  return largest === undefined ? `(at least ${minimum})` : `(${minimum}-${largest})`;
}
