/** The agents API, a method for each of its calls. */
import type { Call, CallOptions, OpenStream } from '../../core/endpoint';
import { Paginated } from '../../core/paging';
import { agentEndpoints as endpoints } from './endpoints';
import type {
  Agent,
  AgentList,
  AgentQueryParams,
  CreateAgentRequest,
  TestAgentRequest,
  TestAgentResponse,
  UpdateAgentRequest,
} from './schemas';
import { type TestPart, testReader } from './test-stream';

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
  testStream(
    id: string,
    request: TestAgentRequest,
    options?: CallOptions,
  ): AsyncGenerator<TestPart, void, undefined> {
    return this.#openStream(endpoints.test, { id, body: request }, testReader, options);
  }
}
