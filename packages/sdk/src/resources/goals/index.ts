/** The goals API: a method for each action, and the documented `invoke` over the same path. */
import type { Call, CallOptions, Core, Endpoint, Input, Output } from '../../core/endpoint';
import { InputError } from '../../core/errors';
import { walkSlices } from '../../core/offset';
import { goalEndpoints as endpoints } from './endpoints';
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

export type GoalAction = keyof typeof endpoints;
type GoalEndpoint<A extends GoalAction> = (typeof endpoints)[A];

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

export class Goals {
  readonly #call: Call;
  readonly #span: Core['span'];

  constructor({ call, span }: Core) {
    this.#call = call;
    this.#span = span;
  }

  /** Newest first (our reading), 50 unless told otherwise; `count` is all that match (our reading). */
  list(filter: ListGoalsRequest = {}, options?: CallOptions): Promise<GoalList> {
    return this.#call(endpoints.list, { body: filter }, options);
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
    const next = this.#span(endpoints.list.operation, options);
    const limit = filter.limit ?? 500;
    return walkSlices(
      (offset) => this.list({ ...filter, limit, ...(offset > 0 && { offset }) }, next()),
      endpoints.list.operation,
    );
  }

  /** @throws NotFoundError */
  get(id: string, options?: CallOptions): Promise<Goal> {
    return this.#call(endpoints.get, { id }, options);
  }

  /** Never repeated where the server may have acted. Does not attach the goal: that is a link of its own. */
  create(goal: CreateGoalRequest, options?: CallOptions): Promise<Goal> {
    return this.#call(endpoints.create, { body: goal }, options);
  }

  /** Changes the given fields only (documented). @throws InputError when none is given (our reading). */
  update(id: string, changes: UpdateGoalRequest, options?: CallOptions): Promise<Goal> {
    return this.#call(endpoints.update, { id, body: changes }, options);
  }

  /** Permanent (documented). The answer is some object, not documented. */
  delete(id: string, options?: CallOptions): Promise<GoalReceipt> {
    return this.#call(endpoints.delete, { id }, options);
  }

  /** Replaces whatever is attached to the agent (documented). */
  attach(link: AttachGoalRequest, options?: CallOptions): Promise<GoalReceipt> {
    return this.#call(endpoints.attach, { body: link }, options);
  }

  detach(link: DetachGoalRequest, options?: CallOptions): Promise<GoalReceipt> {
    return this.#call(endpoints.detach, { body: link }, options);
  }

  /** A suggestion from a description; nothing is saved (documented). */
  generate(request: GenerateGoalRequest, options?: CallOptions): Promise<GoalSuggestion> {
    return this.#call(endpoints.generate, { body: request }, options);
  }

  /** See `Client.invoke`. */
  invoke<A extends GoalAction>(
    invocation: GoalInvocation<A>,
    options?: CallOptions,
  ): Promise<GoalResult<A>> {
    const { resource, action, id, data } = invocation as {
      resource: unknown;
      action: A;
      id?: string;
      data?: unknown;
    };
    const endpoint: Endpoint | undefined = Object.hasOwn(endpoints, action)
      ? endpoints[action]
      : undefined;
    const problems = [
      ...(resource === 'goals' ? [] : [{ path: 'resource', message: 'must be "goals"' }]),
      ...(endpoint ? [] : [{ path: 'action', message: `must be one of ${names}` }]),
    ];
    if (endpoint === undefined || problems.length > 0) {
      return Promise.reject(new InputError(problems, { operation: 'invoke' }));
    }
    const input = {
      ...(id === undefined ? {} : { id }),
      ...(data === undefined ? {} : { body: data }),
    };
    return this.#call(endpoint, input as Input<Endpoint>, options) as Promise<GoalResult<A>>;
  }
}

const names = Object.keys(endpoints).join(', ');
