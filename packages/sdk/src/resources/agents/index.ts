/** The agents API, a method for each of its calls. */

import { isNotFound } from '../../core/api-errors';
import { mustBeFunction, mustBeObject } from '../../core/arguments';
import { drain } from '../../core/drain';
import type { CallOptions, Core } from '../../core/endpoint';
import { InputError } from '../../core/errors';
import { type FetchPage, Paginated } from '../../core/paging';
import { isRecord } from '../../core/read';
import type { AgentEndpoints } from './endpoints';
import { type Ensured, ensure } from './ensure';
import { type AgentStatus, type Transition, transitions } from './lifecycle';
import type {
  Agent,
  AgentList,
  AgentQueryParams,
  CreateAgentRequest,
  TestAgentRequest,
  TestAgentResponse,
  UpdateAgentRequest,
} from './schemas';
import type { TestPart } from './test-stream';

/** Where `create` keeps its key: `metadata.voicectlKey` (our convention; the platform stores metadata as it is). */
export const createKey = 'voicectlKey';

/** Options of `agents.create`. */
export interface CreateOptions extends CallOptions {
  /**
   * Makes the call safe to repeat: it is stored in `metadata.voicectlKey`, and when an answer is lost, the SDK looks for
   * an agent of that name with that key before it sends again. 1-255 characters.
   */
  key?: string | undefined;
}

/** Options of `agents.iterate`. */
export interface IterateOptions extends CallOptions {
  /** Pages asked for before they are needed, side by side, handed over in order. Default 0, at most 32. */
  prefetch?: number | undefined;
}

/** The agents API, a method for each of its calls. What a method throws is a `VoicectlError`. */
export class Agents {
  readonly #core: Core<AgentEndpoints>;

  constructor(core: Core<AgentEndpoints>) {
    this.#core = core;
  }

  /**
   * Creates a draft, version 1. Without a `key`, never repeated where the server may have acted.
   * @throws InputError before sending, listing every field out of bounds.
   */
  async create(agent: CreateAgentRequest, options: CreateOptions = {}): Promise<Agent> {
    // What is no object is refused like any other option.
    if (options === null) return this.#core.call('create', { body: agent }, options);
    const { key, ...rest } = options;
    if (key === undefined) return this.#core.call('create', { body: agent }, rest);
    checkKey(key);
    // What can't be given a key is refused like any other input.
    if (!isRecord(agent) || !isRecord(agent.metadata ?? {})) {
      return this.#core.call('create', { body: agent }, rest);
    }
    const body = { ...agent, metadata: { ...agent.metadata, [createKey]: key } };
    return this.#core.call('create', { body }, rest, async (left) => {
      const value = await this.#findByKey(agent.name, key, left);
      return value && { value };
    });
  }

  /** One page; 20 agents, newest first, unless told otherwise (documented). */
  list(query: AgentQueryParams = {}, options?: CallOptions): Promise<AgentList> {
    return this.#core.call('list', { query }, options);
  }

  /**
   * All agents that match, over as many pages as it takes. `limit` is the size of a page, default 100. A `deadline` is
   * one for the whole walk, the reader's own time included.
   */
  iterate(query: AgentQueryParams = {}, options: IterateOptions = {}): Paginated<Agent> {
    mustBeObject('agents.iterate', 'query', query);
    mustBeObject('agents.iterate', 'options', options);
    const { page = 1, limit = 100, ...filter } = query;
    const { prefetch = 0, ...rest } = options;
    checkPrefetch(prefetch);
    return new Paginated({
      operation: 'agents.list',
      begin: () => this.#pages({ ...filter, limit }, rest),
      firstPage: page,
      prefetch,
      signal: rest.signal,
    });
  }

  /**
   * Gives every agent that matches to `each`, one after another, while `each` takes them out of the filter: archiving
   * all drafts misses none, where page numbers would skip those that move up.
   * @returns how many there were.
   */
  async drain(
    query: Omit<AgentQueryParams, 'page'>,
    each: (agent: Agent) => unknown,
    options: CallOptions = {},
  ): Promise<number> {
    mustBeObject('agents.drain', 'query', query);
    mustBeFunction('agents.drain', 'each', each);
    const { page: _, ...filter } = query as AgentQueryParams;
    const fetch = this.#pages({ limit: 100, ...filter }, options);
    return drain(fetch, each, options.signal, 'agents.list');
  }

  /** @throws NotFoundError when it is missing or soft-deleted. */
  get(id: string, options?: CallOptions): Promise<Agent> {
    return this.#core.call('get', { id }, options);
  }

  /**
   * Changes the given fields only; `metadata` is merged, other objects are replaced whole.
   * The version rises when instructions, policy, model, memory or resolution criteria really differ.
   */
  update(id: string, changes: UpdateAgentRequest, options?: CallOptions): Promise<Agent> {
    return this.#core.call('update', { id, body: changes }, options);
  }

  /**
   * Soft delete, from any status; afterwards every call on the id is a NotFoundError. When the answer is lost, the agent
   * is looked for.
   */
  async delete(id: string, options?: CallOptions): Promise<void> {
    await this.#core.call('delete', { id }, options, async (left) =>
      (await this.#isGone(id, left)) ? { value: undefined } : undefined,
    );
  }

  /** draft to active. When the answer is lost, the agent is read. @throws ConflictError from any other status. */
  activate(id: string, options?: CallOptions): Promise<Agent> {
    return this.#move(id, 'activate', options);
  }

  /** active to archived, and draft to archived (our reading). @throws ConflictError when archived already. */
  archive(id: string, options?: CallOptions): Promise<Agent> {
    return this.#move(id, 'archive', options);
  }

  /** archived to active. @throws ConflictError from any other status. */
  restore(id: string, options?: CallOptions): Promise<Agent> {
    return this.#move(id, 'restore', options);
  }

  /**
   * Leads the agent to a status by whatever transitions go there, and says which it took. A `deadline` is one for all.
   * @throws ConflictError before any transition when none leads there (nothing leads back to draft).
   */
  async ensure(id: string, status: AgentStatus, options?: CallOptions): Promise<Ensured> {
    const next = this.#core.span('agents.ensure', options);
    return ensure(status, {
      get: () => this.get(id, next()),
      move: (transition) => this.#move(id, transition, next()),
    });
  }

  /** One message in, one answer out; the platform keeps no thread. Works in any status (our reading). */
  test(id: string, request: TestAgentRequest, options?: CallOptions): Promise<TestAgentResponse> {
    return this.#core.call('test', { id, body: request }, options);
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
    return this.#core.openStream('test', { id, body: request }, options);
  }

  /** A transition whose answer was lost is settled by reading the agent, not by guessing. */
  #move(id: string, transition: Transition, options: CallOptions | undefined): Promise<Agent> {
    return this.#core.call(transition, { id }, options, async (left) => {
      const agent = await this.get(id, left);
      return agent.status === transitions[transition].to ? { value: agent } : undefined;
    });
  }

  async #isGone(id: string, options: CallOptions): Promise<boolean> {
    try {
      await this.get(id, options);
      return false;
    } catch (error) {
      // A page or a text that says 404 may be some proxy's word; the platform speaks JSON, or not at all.
      if (isNotFound(error) && (isRecord(error.body) || error.body === '')) return true;
      throw error;
    }
  }

  /** The platform searches names, not metadata. */
  async #findByKey(name: string, key: string, options: CallOptions): Promise<Agent | undefined> {
    for await (const agent of this.iterate({ search: searchable(name) }, options)) {
      if (agent.metadata?.[createKey] === key) return agent;
    }
    return undefined;
  }

  #pages(query: AgentQueryParams, options: CallOptions): FetchPage<Agent> {
    const next = this.#core.span('agents.list', options);
    return (page, signal) => this.list({ page, ...query }, { ...next(), signal });
  }
}

/** The search takes 100 code units; a character that would be cut in two is left out. */
function searchable(name: string): string {
  return name.slice(0, 100).replace(/[\ud800-\udbff]$/, '');
}

function checkKey(key: unknown): void {
  if (typeof key === 'string' && key.length >= 1 && key.length <= 255) return;
  throw new InputError([{ path: 'key', message: 'must be a text of 1-255 characters' }], {
    operation: 'agents.create',
  });
}

function checkPrefetch(prefetch: unknown): void {
  if (Number.isInteger(prefetch) && Number(prefetch) >= 0 && Number(prefetch) <= 32) return;
  throw new InputError([{ path: 'prefetch', message: 'must be a whole number from 0 to 32' }], {
    operation: 'agents.iterate',
  });
}
