/** Wiring only: options to settings to call to resources. */
import type { Spine } from './core/call';
import type { CallOptions, Core, Endpoint } from './core/endpoint';
import { ConfigurationError } from './core/errors';
import { lazyCore } from './core/lazy';
import { type Preview, recorder } from './core/preview';
import { Secret } from './core/secret';
import { type Settings, settingNames } from './core/settings';
import { chooseTransport, type Transport } from './core/transport';
import { silent } from './core/watch';
import { type ClientOptions, settle } from './options';
import { Agents } from './resources/agents/index';
import {
  type GoalAction,
  type GoalInvocation,
  type GoalResult,
  Goals,
} from './resources/goals/index';

/**
 * Connects to the platform. Sends nothing by itself.
 * @throws ConfigurationError when an option can't be used, naming it.
 * @example
 * const client = createClient({ agents: { apiKey }, goals: { url, token } });
 * const agent = await client.agents.create({ name: 'Support', instructions: 'Be brief.' });
 */
export function createClient(options: ClientOptions = {}): Client {
  return clientOf(settle(options), chooseTransport(options.transport, options.dispatcher));
}

/** Schemas take as long to load as all else together, and most programs that load an SDK call nothing for a while. */
const tables = {
  agents: async () => (await import('./resources/agents/endpoints')).agentEndpoints,
  goals: async () => (await import('./resources/goals/endpoints')).goalEndpoints,
};

type Table = Readonly<Record<string, Endpoint>>;

/** How calls are sent that no method of a client makes. A method would be paid for by every page that makes none. */
export const cores: WeakMap<Client, (table: () => Promise<Table>) => Core<Table>> = new WeakMap();

/** Both APIs over one set of options. Made by {@link createClient}. */
export class Client {
  /** The agents API. */
  readonly agents: Agents;
  /** The goals API. */
  readonly goals: Goals;
  readonly #settings: Settings;
  readonly #transport: Transport;
  readonly #firsts = new Set<Promise<void>>();

  /** Made by {@link createClient}. */
  constructor(settings: Settings, transport: Transport) {
    this.#settings = settings;
    this.#transport = transport;
    let spine: Spine | undefined;
    const core = <T extends Table>(from: () => Promise<T>): Core<T> =>
      lazyCore(
        async () => {
          const [{ createSpine }, table] = await Promise.all([import('./core/call'), from()]);
          spine ??= createSpine(settings, transport);
          return { spine, table };
        },
        settings.deadline,
        this.#firsts,
      );
    this.agents = new Agents(core(tables.agents));
    this.goals = new Goals(core(tables.goals));
    cores.set(this, core);
  }

  /**
   * The call shape that the goals documentation uses, typed by action; returns the envelope's `data`.
   * @throws ApiError for `{success: false}` under any HTTP status.
   */
  invoke<A extends GoalAction>(
    invocation: GoalInvocation<A>,
    options?: CallOptions,
  ): Promise<GoalResult<A>>;
  /** As the documentation writes it, naming the result by hand: `invoke<{ items: Goal[]; count: number }>(...)`. */
  invoke<T extends GoalResult<GoalAction>>(
    invocation: { [A in GoalAction]: GoalInvocation<A> }[GoalAction],
    options?: CallOptions,
  ): Promise<T>;
  invoke<A extends GoalAction>(
    invocation: GoalInvocation<A>,
    options?: CallOptions,
  ): Promise<GoalResult<A>> {
    return this.goals.invoke(invocation, options);
  }

  /**
   * What a call would send, without sending it; needs no key. Of a call that sends several requests, the first.
   * @throws what the call throws before it sends: InputError, ConfigurationError.
   * @example
   * const { curl } = await client.preview(({ agents }) => agents.create(input));
   */
  async preview(call: (client: Client) => unknown): Promise<Preview> {
    if (typeof call !== 'function') {
      const message = 'preview must be given a function that makes the call';
      throw new ConfigurationError(message, { code: 'INVALID_OPTIONS' });
    }
    // A call that nobody waits for must get to its request at once.
    await Promise.all([import('./core/call'), tables.agents(), tables.goals()]);
    const { transport, first } = recorder();
    const client = clientOf(recording(this.#settings), transport);
    const ended = async () => {
      await begin(call(client));
      // A call that nobody waits for needs a moment to get to its request.
      await new Promise((resolve) => setTimeout(resolve));
      throw new ConfigurationError('The call to preview sent nothing', { code: 'NOTHING_SENT' });
    };
    return Promise.race([first, ended()]);
  }

  /** Lets go of the connections. Calls under way end first. */
  async close(): Promise<void> {
    await Promise.all(this.#firsts);
    await this.#transport.close?.();
  }

  /** For `await using`: {@link Client.close}. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

/** Not from within the class, which bundlers would rename for it, and then print under that name. */
function clientOf(settings: Settings, transport: Transport): Client {
  return new Client(settings, transport);
}

/** A stream or a walk sends nothing until it is asked for its first part. */
function begin(call: unknown): unknown {
  const source = call as Partial<AsyncIterable<unknown>> | undefined;
  return source?.[Symbol.asyncIterator]?.().next() ?? call;
}

/** The same client, but keys are the names of their variables, and nobody watches, limits or counts the time. */
function recording(settings: Settings): Settings {
  const named = (api: 'agents' | 'goals') => ({
    ...settings[api],
    key: new Secret(`$${settingNames[api].key[1]}`),
  });
  return {
    ...settings,
    agents: named('agents'),
    goals: named('goals'),
    timeout: Number.POSITIVE_INFINITY,
    deadline: undefined,
    throttle: undefined,
    watch: silent,
  };
}
