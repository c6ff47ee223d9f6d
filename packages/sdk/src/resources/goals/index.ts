/** The goals API: a method for each action, and the documented `invoke` over the same path. */

import { mustBeObject } from '../../core/arguments';
import type { CallOptions, Core, Input, Output } from '../../core/endpoint';
import { InputError } from '../../core/errors';
import { walkSlices } from '../../core/offset';
import { isRecord } from '../../core/read';
import { type GoalAction, goalActions } from './actions';
import type { GoalEndpoints } from './endpoints';
import type {
  AttachGoalRequest,
  CreateGoalRequest,
  DetachGoalRequest,
  GenerateGoalRequest,
  Goal,
  GoalList,
  GoalReceipt,
  GoalSuggestion,
  ListGoalsRequest,
  UpdateGoalRequest,
} from './schemas';

export type { GoalAction };

type GoalEndpoint<A extends GoalAction> = GoalEndpoints[A];

/** `body` of an endpoint's input, under the name that the envelope has for it. */
type Envelope<I> = {
  [K in keyof I as K extends 'body' ? 'data' : K]: I[K];
};

/** The documented envelope of an action: `{resource: 'goals', action, id?, data?}`. */
export type GoalInvocation<A extends GoalAction> = {
  resource: 'goals';
  action: A;
} & Envelope<Input<GoalEndpoint<A>>>;

/** What an action's envelope carries in `data` when it succeeds. */
export type GoalResult<A extends GoalAction> = Output<GoalEndpoint<A>>;

/** The goals API, a method for each of its actions. What a method throws is a `VoicectlError`. */
export class Goals {
  readonly #core: Core<GoalEndpoints>;

  constructor(core: Core<GoalEndpoints>) {
    this.#core = core;
  }

  /** Newest first (our reading), 50 unless told otherwise; `count` is all that match (our reading). */
  list(filter: ListGoalsRequest = {}, options?: CallOptions): Promise<GoalList> {
    return this.#core.call('list', { body: filter }, options);
  }

  /**
   * All goals that match, over as many slices as it takes; `limit` is the size of one, default 500. A `deadline` is one
   * for the whole walk.
   * @throws UnexpectedResponseError when there are more, and the server does not know `offset` (our reading).
   */
  iterate(
    filter: Omit<ListGoalsRequest, 'offset'> = {},
    options?: CallOptions,
  ): AsyncGenerator<Goal, void, undefined> {
    mustBeObject('goals.list', 'filter', filter);
    const next = this.#core.span('goals.list', options);
    const limit = filter.limit ?? 500;
    return walkSlices(
      (offset) => this.list({ ...filter, limit, ...(offset > 0 && { offset }) }, next()),
      'goals.list',
    );
  }

  /** @throws NotFoundError */
  get(id: string, options?: CallOptions): Promise<Goal> {
    return this.#core.call('get', { id }, options);
  }

  /** Never repeated where the server may have acted. Does not attach the goal: that is a link of its own. */
  create(goal: CreateGoalRequest, options?: CallOptions): Promise<Goal> {
    return this.#core.call('create', { body: goal }, options);
  }

  /** Changes the given fields only (documented). @throws InputError when none is given (our reading). */
  update(id: string, changes: UpdateGoalRequest, options?: CallOptions): Promise<Goal> {
    return this.#core.call('update', { id, body: changes }, options);
  }

  /** Permanent (documented). The answer is some object, not documented. */
  delete(id: string, options?: CallOptions): Promise<GoalReceipt> {
    return this.#core.call('delete', { id }, options);
  }

  /** Replaces whatever is attached to the agent (documented). */
  attach(link: AttachGoalRequest, options?: CallOptions): Promise<GoalReceipt> {
    return this.#core.call('attach', { body: link }, options);
  }

  /** Frees the agent of its goal (our reading of what is sent). @throws NotFoundError when nothing is attached. */
  detach(link: DetachGoalRequest, options?: CallOptions): Promise<GoalReceipt> {
    return this.#core.call('detach', { body: link }, options);
  }

  /** A suggestion from a description; nothing is saved (documented). */
  generate(request: GenerateGoalRequest, options?: CallOptions): Promise<GoalSuggestion> {
    return this.#core.call('generate', { body: request }, options);
  }

  /** See `Client.invoke`. */
  invoke<A extends GoalAction>(
    invocation: GoalInvocation<A>,
    options?: CallOptions,
  ): Promise<GoalResult<A>> {
    const { resource, action, id, data } = (isRecord(invocation) ? invocation : {}) as {
      resource: unknown;
      action: A;
      id?: string;
      data?: unknown;
    };
    const problems = [
      ...(resource === 'goals' ? [] : [{ path: 'resource', message: 'must be "goals"' }]),
      ...(goalActions.includes(action)
        ? []
        : [{ path: 'action', message: `must be one of ${goalActions.join(', ')}` }]),
    ];
    if (problems.length > 0) {
      return Promise.reject(new InputError(problems, { operation: 'invoke' }));
    }
    const input = {
      ...(id === undefined ? {} : { id }),
      ...(data === undefined ? {} : { body: data }),
    };
    return this.#core.call(action, input as Input<GoalEndpoint<A>>, options);
  }
}
