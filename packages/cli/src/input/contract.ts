/** Requests and records by name, and what the contract says of a place in them. Brings zod: only ever loaded on use. */
import {
  Agent,
  CreateAgentRequest,
  CreateGoalRequest,
  Goal,
  UpdateAgentRequest,
  UpdateGoalRequest,
} from '@voicectl/sdk/contract';
import type * as z from 'zod';
import type { Step } from './path';

export type Schema = z.ZodType;

export const requests = {
  CreateAgentRequest,
  UpdateAgentRequest,
  CreateGoalRequest,
  UpdateGoalRequest,
};
export type WriteRequest = keyof typeof requests;

export const kinds = {
  agent: { record: Agent, create: CreateAgentRequest, update: UpdateAgentRequest },
  goal: { record: Goal, create: CreateGoalRequest, update: UpdateGoalRequest },
};
export type Kind = keyof typeof kinds;

/** What a record has and no request takes: the server sets it. */
export function readOnlyFields(kind: Kind): ReadonlySet<string> {
  const { record, create } = kinds[kind];
  return new Set(Object.keys(record.shape).filter((name) => !Object.hasOwn(create.shape, name)));
}

/** What may stand at a place; nothing where the contract does not know it. */
export function schemasAt(schemas: readonly Schema[], path: readonly Step[]): readonly Schema[] {
  return path.reduce(
    (now, step) => now.flatMap(opened).flatMap((def) => inside(def, step)),
    schemas,
  );
}

/** The names that the contract knows there. */
export function namesAt(schemas: readonly Schema[]): string[] {
  return schemas
    .flatMap(opened)
    .flatMap((def) => (def.type === 'object' ? Object.keys(def.shape) : []));
}

/** Whether a value of this kind may stand there, whatever its bounds. */
export function takes(schemas: readonly Schema[], value: unknown): boolean {
  if (value === null) return schemas.some(takesNull);
  const kind = Array.isArray(value) ? 'array' : typeof value;
  return schemas.flatMap(opened).some((def) => kindsOf[def.type]?.includes(kind) ?? true);
}

/** Whether any text may stand there; not where only some words may, nor where the contract leaves open what does. */
export function isText(schemas: readonly Schema[]): boolean {
  return schemas.flatMap(opened).some(({ type }) => type === 'string');
}

const kindsOf: Readonly<Record<string, readonly string[]>> = {
  string: ['string'],
  enum: ['string'],
  literal: ['string'],
  number: ['number'],
  boolean: ['boolean'],
  array: ['array'],
  object: ['object'],
};

function takesNull(schema: Schema): boolean {
  const def = definition(schema);
  switch (def.type) {
    case 'nullable':
    case 'unknown':
      return true;
    case 'optional':
      return takesNull(def.innerType);
    case 'union':
      return def.options.some(takesNull);
    default:
      return false;
  }
}

/** Without what only says that it may be missing or one of several. */
function opened(schema: Schema): readonly Definition[] {
  const def = definition(schema);
  if (def.type === 'optional' || def.type === 'nullable') return opened(def.innerType);
  return def.type === 'union' ? def.options.flatMap(opened) : [def];
}

function inside(def: Definition, step: Step): readonly Schema[] {
  if (def.type === 'array') return typeof step === 'number' ? [def.element] : [];
  if (def.type !== 'object' || typeof step !== 'string') return [];
  const known = Object.hasOwn(def.shape, step) ? def.shape[step] : def.catchall;
  return known ? [known] : [];
}

function definition(schema: Schema): Definition {
  return (schema as unknown as { _zod: { def: Definition } })._zod.def;
}

type Definition =
  | { readonly type: 'optional' | 'nullable'; readonly innerType: Schema }
  | { readonly type: 'union'; readonly options: readonly Schema[] }
  | { readonly type: 'array'; readonly element: Schema }
  | {
      readonly type: 'object';
      readonly shape: Readonly<Record<string, Schema>>;
      readonly catchall?: Schema;
    }
  | { readonly type: 'string' | 'enum' | 'literal' | 'number' | 'boolean' | 'unknown' };
