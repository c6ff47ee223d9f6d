/**
 * The plain fields of each request, read from its schema. The build puts the result in place of this file, so that help,
 * completion and flags cost no schema library.
 */
import {
  AgentQueryParams,
  CreateAgentRequest,
  CreateGoalRequest,
  DetachGoalRequest,
  ListGoalsRequest,
  transitions as table,
  UpdateAgentRequest,
  UpdateGoalRequest,
} from '@voicectl/sdk/contract';
import * as z from 'zod';

/** A field that a flag can hold. */
export interface Field {
  readonly name: string;
  readonly type: 'string' | 'number' | 'integer' | 'boolean';
  readonly enum?: readonly string[];
  readonly description?: string;
  readonly default?: unknown;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
}

/** A field as JSON Schema has it: one of several types, or of several alternatives. */
interface Property extends Omit<Field, 'type' | 'name'> {
  readonly type?: string | readonly string[];
  readonly anyOf?: readonly Property[];
}

const plainTypes = new Set(['string', 'number', 'integer', 'boolean']);

export const requestFields = {
  AgentQueryParams: plainFields(AgentQueryParams),
  CreateAgentRequest: plainFields(CreateAgentRequest),
  UpdateAgentRequest: plainFields(UpdateAgentRequest),
  ListGoalsRequest: plainFields(ListGoalsRequest),
  CreateGoalRequest: plainFields(CreateGoalRequest),
  UpdateGoalRequest: plainFields(UpdateGoalRequest),
  DetachGoalRequest: plainFields(DetachGoalRequest),
};

/** The lifecycle table, free of the schemas that it lives beside. */
export const transitions = table;

function plainFields(schema: z.ZodType): readonly Field[] {
  const { properties = {} } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return Object.entries(properties).flatMap(([name, property]) => {
    const field = scalar(name, property as Property);
    return field === undefined ? [] : [field];
  });
}

/** The one plain alternative of a field that may also be null. */
function scalar(name: string, field: Property): Field | undefined {
  for (const alternative of [field, ...(field.anyOf ?? [])]) {
    const type = [alternative.type].flat().find((each) => plainTypes.has(each ?? ''));
    if (type === undefined) continue;
    const { anyOf: _, ...rest } = { ...field, ...alternative };
    return { ...rest, name, type: type as Field['type'] };
  }
  return undefined;
}
