/** A connection to Redis: made when it is needed, and again when it was lost; whatever fails is said in words. */
import type { RedisClientType } from '@redis/client';
import { messageOf, Refusal } from '../../refusal';
import { StoreError } from '../failure';

// biome-ignore lint/complexity/noBannedTypes: no modules, functions or scripts, in the library's own words.
export type Client = RedisClientType<{}, {}, {}, 2>;

/** Milliseconds. */
const longestConnect = 5000;
const longestAnswer = 20_000;

export class Connection {
  readonly #url: string;
  /** Host and port, without what is secret. */
  readonly place: string;
  #client: Promise<Client> | undefined;
  #isClosed = false;

  constructor(url: URL) {
    this.#url = url.href;
    this.place = `${url.hostname || 'localhost'}:${url.port || 6379}`;
  }

  /**
   * Gives an answer 20 seconds, and a millisecond for each of its records.
   * @throws StoreError when the server can't be reached, refuses, or does not answer.
   */
  async run<T>(work: (client: Client) => Promise<T>, records = 0): Promise<T> {
    try {
      const client = await this.#connected();
      return await inTime(work(client), longestAnswer + records, () => client.destroy());
    } catch (cause) {
      throw await this.#inWords(cause);
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    const client = await this.#client?.catch(() => undefined);
    if (client?.isOpen) await client.close();
  }

  #connected(): Promise<Client> {
    if (this.#isClosed) throw new StoreError('The store has been closed');
    if (this.#client) return this.#client;
    const client: Promise<Client> = this.#connect(() => {
      if (this.#client === client) this.#client = undefined;
    });
    this.#client = client;
    return client;
  }

  async #connect(lost: () => void): Promise<Client> {
    try {
      const { createClient } = await library();
      const client = createClient({
        url: this.#url,
        RESP: 2,
        // Whoever asks next connects anew: nothing waits, nothing tries on its own.
        disableOfflineQueue: true,
        socket: { reconnectStrategy: false, connectTimeout: longestConnect },
      });
      client.on('error', lost);
      client.on('end', lost);
      await client.connect();
      return client as unknown as Client;
    } catch (error) {
      lost();
      throw error;
    }
  }

  async #inWords(cause: unknown): Promise<unknown> {
    if (cause instanceof Refusal) return cause;
    const { ErrorReply } = await library();
    if (cause instanceof ErrorReply) {
      return new StoreError(`Redis at ${this.place} refuses: ${cause.message}`, { cause });
    }
    const { code } = Object(cause) as NodeJS.ErrnoException;
    const reason = reasons[code ?? ''] ?? messageOf(cause);
    return new StoreError(`Can't reach Redis at ${this.place}: ${reason}`, { cause });
  }
}

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection broke',
  EPIPE: 'the connection broke',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'there is no such host',
  ETIMEDOUT: 'it does not answer',
};

type Library = typeof import('@redis/client');

async function library(): Promise<Library> {
  try {
    const loaded: Library & { readonly default?: Library } = await import('@redis/client');
    // It is CommonJS: a bundler may have put all of it under the one name.
    return loaded.default ?? loaded;
  } catch (cause) {
    const words = 'Worlds in Redis need the package @redis/client: npm install @redis/client';
    throw new StoreError(words, { cause, status: 501 });
  }
}

async function inTime<T>(work: Promise<T>, longest: number, giveUp: () => void): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`it has not answered for ${Math.round(longest / 1000)} seconds`));
      giveUp();
    }, longest);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
