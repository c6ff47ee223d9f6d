/** The agents API, a method for each of its calls. */
import type { Call, CallOptions, OpenStream } from '../../core/endpoint';
import { apiError, StreamError } from '../../core/errors';
import { Paginated } from '../../core/paging';
import { agentEndpoints as endpoints } from './endpoints';
import {
  type Agent,
  type AgentList,
  type AgentQueryParams,
  type CreateAgentRequest,
  ErrorEvent,
  type TestAgentRequest,
  type TestAgentResponse,
  TokenEvent,
  type TokenUsage,
  type UpdateAgentRequest,
} from './schemas';

/** A piece of a streamed answer. `done` comes last, exactly once. */
export type TestPart =
  | { readonly type: 'token'; readonly text: string }
  | { readonly type: 'done'; readonly response: string; readonly usage: TokenUsage | undefined };

export class Agents {
  readonly #call: Call;
  readonly #openStream: OpenStream;

  constructor(call: Call, openStream: OpenStream) {
    this.#call = call;
    this.#openStream = openStream;
  }

  /**
   * Creates a draft, version 1. Never repeated where the server may have acted (documented call, our care).
   * @throws InputError before sending, listing every field out of bounds.
   */
  create(agent: CreateAgentRequest, options?: CallOptions): Promise<Agent> {
    return this.#call(endpoints.create, { body: agent }, options);
  }

  /** One page; 20 agents, newest first, unless told otherwise (documented). */
  list(query: AgentQueryParams = {}, options?: CallOptions): Promise<AgentList> {
    return this.#call(endpoints.list, { query }, options);
  }

  /** All agents that match, over as many pages as it takes. `limit` is the size of a page, default 100. */
  iterate(query: AgentQueryParams = {}, options?: CallOptions): Paginated<Agent> {
    const { page = 1, limit = 100, ...rest } = query;
    return new Paginated((number) => this.list({ ...rest, page: number, limit }, options), page);
  }

  /** @throws NotFoundError when it is missing or soft-deleted. */
  get(id: string, options?: CallOptions): Promise<Agent> {
    return this.#call(endpoints.get, { id }, options);
  }

  /**
   * Changes the given fields only; `metadata` is merged, other objects are replaced whole.
   * The version rises when instructions, policy, model, memory or resolution criteria really differ.
   */
  update(id: string, changes: UpdateAgentRequest, options?: CallOptions): Promise<Agent> {
    return this.#call(endpoints.update, { id, body: changes }, options);
  }

  /** Soft delete, from any status; afterwards every call on the id is a NotFoundError. */
  async delete(id: string, options?: CallOptions): Promise<void> {
    await this.#call(endpoints.delete, { id }, options);
  }

  /** draft to active. @throws ConflictError from any other status. */
  activate(id: string, options?: CallOptions): Promise<Agent> {
    return this.#call(endpoints.activate, { id }, options);
  }

  /** active to archived, and draft to archived (our reading). @throws ConflictError when archived already. */
  archive(id: string, options?: CallOptions): Promise<Agent> {
    return this.#call(endpoints.archive, { id }, options);
  }

  /** archived to active. @throws ConflictError from any other status. */
  restore(id: string, options?: CallOptions): Promise<Agent> {
    return this.#call(endpoints.restore, { id }, options);
  }

  /** One message in, one answer out; the platform keeps no thread. Works in any status (our reading). */
  test(id: string, request: TestAgentRequest, options?: CallOptions): Promise<TestAgentResponse> {
    return this.#call(endpoints.test, { id, body: request }, options);
  }

  /**
   * The same answer as it is made: live where the server streams (our extension), otherwise the whole answer as one
   * token. Leaving the loop ends the request.
   * @throws StreamError when the stream ends before `done`; what came until then is not the whole answer.
   */
  async *testStream(
    id: string,
    request: TestAgentRequest,
    options?: CallOptions,
  ): AsyncGenerator<TestPart, void, undefined> {
    const facts = { operation: 'agents.test', method: 'POST', path: endpoints.test.path };
    for await (const part of this.#openStream(endpoints.test, { id, body: request }, options)) {
      if (part.kind === 'whole') {
        const { response, usage } = part.value;
        yield { type: 'token', text: response };
        yield { type: 'done', response, usage };
        return;
      }
      if (part.event === 'token') {
        const token = TokenEvent.safeParse(part.data);
        if (!token.success) throw new StreamError('The stream sent a token without text', facts);
        yield { type: 'token', text: token.data.text };
      } else if (part.event === 'done') {
        const { response, usage } = part.data as TestAgentResponse;
        yield { type: 'done', response, usage };
        return;
      } else if (part.event === 'error') {
        throw refusalOf(part.data, facts);
      }
    }
    throw new StreamError('The stream ended before the answer was complete', {
      ...facts,
      code: 'STREAM_INCOMPLETE',
      retryable: true,
    });
  }
}

function refusalOf(data: unknown, facts: { operation: string; method: string; path: string }) {
  const parsed = ErrorEvent.safeParse(data);
  if (!parsed.success) return new StreamError('The stream ended with an error', facts);
  return apiError(parsed.data.statusCode, [parsed.data.message].flat(), facts);
}
