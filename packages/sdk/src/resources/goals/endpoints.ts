import type * as z from 'zod';
import { type Effect, type Endpoint, endpoint } from '../../core/endpoint';
import { isRecord } from '../../core/read';
import type { GoalAction } from './actions';
import {
  AttachGoalRequest,
  CreateGoalRequest,
  DetachGoalRequest,
  GenerateGoalRequest,
  GetGoalRequest,
  Goal,
  GoalList,
  GoalReceipt,
  GoalSuggestion,
  ListGoalsRequest,
  UpdateGoalRequest,
} from './schemas';

interface Action {
  readonly effect: Effect;
  readonly id?: true;
  readonly body?: z.ZodType;
  readonly result: z.ZodType;
  readonly status: 200 | 201;
  readonly unwrap?: (value: unknown) => unknown;
}

/** Every action is the same POST to the same URL; only the envelope differs. */
const rpc = <const Name extends string, const A extends Action>(action: Name, definition: A) =>
  endpoint({
    operation: `goals.${action}`,
    api: 'goals',
    method: 'POST',
    path: '',
    action,
    ...definition,
  });

/** The eight actions of the goals API, as data (documented). */
export const goalEndpoints = {
  list: rpc('list', {
    effect: 'read',
    status: 200,
    body: ListGoalsRequest.optional(),
    result: GoalList,
  }),
  get: rpc('get', {
    effect: 'read',
    status: 200,
    id: true,
    body: GetGoalRequest.optional(),
    result: Goal,
    unwrap: goalOf,
  }),
  create: rpc('create', {
    effect: 'create',
    status: 201,
    body: CreateGoalRequest,
    result: Goal,
    unwrap: goalOf,
  }),
  update: rpc('update', {
    effect: 'idempotent',
    status: 200,
    id: true,
    body: UpdateGoalRequest,
    result: Goal,
    unwrap: goalOf,
  }),
  delete: rpc('delete', { effect: 'transition', status: 200, id: true, result: GoalReceipt }),
  attach: rpc('attach', {
    effect: 'idempotent',
    status: 200,
    body: AttachGoalRequest,
    result: GoalReceipt,
  }),
  detach: rpc('detach', {
    effect: 'transition',
    status: 200,
    body: DetachGoalRequest,
    result: GoalReceipt,
  }),
  generate: rpc('generate', {
    effect: 'costly',
    status: 200,
    body: GenerateGoalRequest,
    result: GoalSuggestion,
  }),
} satisfies Readonly<Record<GoalAction, Endpoint>>;

export type GoalEndpoints = typeof goalEndpoints;

/** Some servers answer `{goal: {...}}` (our reading). */
function goalOf(value: unknown): unknown {
  return isRecord(value) && isRecord(value.goal) && value.id === undefined ? value.goal : value;
}
