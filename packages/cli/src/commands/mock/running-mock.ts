/** A mock that runs somewhere else, by HTTP. What answers there may be anything. */
import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import type { JournalEntry } from '@voicectl/mock';
import { createParser } from 'eventsource-parser';
import { exitCodes, MockError } from '../../failure';
import { problemOf } from './file-problems';
import type { Address } from './mock-address';

export interface Question {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below the world. */
  readonly path: string;
  readonly body?: unknown;
}

export class RunningMock {
  readonly world: string;
  readonly #root: string;
  readonly #signal: AbortSignal;
  readonly #timeout: number;

  constructor({ root, world }: Address, signal: AbortSignal, timeout = 60_000) {
    this.#root = root;
    this.world = world;
    this.#signal = signal;
    this.#timeout = timeout;
  }

  /** About one world. @throws MockError */
  ask(question: Question): Promise<unknown> {
    const base = `/worlds/${encodeURIComponent(this.world)}`;
    return this.#ask({ ...question, path: `${base}${question.path}` });
  }

  /** Each world, counted. @throws MockError */
  async worlds(): Promise<unknown> {
    return this.#ask({ method: 'GET', path: '/worlds' });
  }

  /** Requests as they are answered, of every world unless one is named, until the signal. @throws MockError */
  async *follow(world: string | undefined): AsyncGenerator<JournalEntry, void, undefined> {
    const query = world === undefined ? '' : `?world=${encodeURIComponent(world)}`;
    const question: Question = { method: 'GET', path: `/journal${query}` };
    const response = await this.#send(question, this.#signal);
    const type = response.headers['content-type'] ?? '';
    if (response.statusCode !== 200 || !type.startsWith('text/event-stream')) {
      this.#read(question, response.statusCode ?? 0, await text(response));
      throw this.#stranger();
    }
    const waiting: JournalEntry[] = [];
    const parser = createParser({ onEvent: ({ data }) => waiting.push(JSON.parse(data)) });
    for await (const piece of response.setEncoding('utf8')) {
      parser.feed(piece);
      yield* waiting.splice(0);
    }
  }

  async #ask(question: Question): Promise<unknown> {
    const clock = AbortSignal.timeout(this.#timeout);
    const signal = AbortSignal.any([this.#signal, clock]);
    try {
      const response = await this.#send(question, signal);
      return this.#read(question, response.statusCode ?? 0, await text(response));
    } catch (error) {
      if (error instanceof MockError || this.#signal.aborted) throw error;
      if (clock.aborted) throw this.#lost(question, `did not answer within ${this.#timeout} ms`);
      throw this.#lost(question, `broke the connection: ${(error as Error).message}`, error);
    }
  }

  async #send({ method, path, body }: Question, signal: AbortSignal): Promise<IncomingMessage> {
    const url = new URL(`${this.#root}/__voicectl${path}`);
    const { request } =
      url.protocol === 'https:' ? await import('node:https') : await import('node:http');
    const headers = body === undefined ? {} : { 'content-type': 'application/json' };
    return new Promise((resolve, reject) => {
      const sent = request(url, { method, headers, signal }, resolve);
      sent.once('error', (error: NodeJS.ErrnoException) => {
        reject(unreachable.has(error.code ?? '') ? this.#absent(error) : error);
      });
      sent.end(body === undefined ? undefined : JSON.stringify(body));
    });
  }

  /** The value of an answer that is the mock's. @throws MockError */
  #read({ path }: Question, status: number, body: string): unknown {
    if (status === 204) return undefined;
    const value = parsed(body);
    if (status >= 200 && status < 300 && typeof value === 'object') return value;
    const { message } = Object(value) as { message?: unknown };
    const words = [message].flat().filter((word) => typeof word === 'string');
    const isRoute = status === 404 && words.some((word) => word.startsWith('Cannot '));
    if (status < 400 || words.length === 0 || isRoute) throw this.#stranger();
    throw refusal(status, words, path);
  }

  #absent(cause: NodeJS.ErrnoException): MockError {
    return new MockError(
      `No mock listens at ${this.#root}`,
      {
        exit: exitCodes.tryAgain,
        code: 'NO_MOCK',
        hint: 'voicectl mock serve starts one; --url says where another one is.',
      },
      cause,
    );
  }

  #stranger(): MockError {
    return new MockError(`What answers at ${this.#root} is no voicectl mock`, {
      exit: exitCodes.failed,
      code: 'NOT_A_MOCK',
      hint: 'voicectl mock serve prints where it listens; name that by --url.',
    });
  }

  /** Only what changes nothing is safe to try again. */
  #lost({ method }: Question, what: string, cause?: unknown): MockError {
    const exit = method === 'GET' ? exitCodes.tryAgain : exitCodes.failed;
    return new MockError(
      `What listens at ${this.#root} ${what}`,
      { exit, code: 'NO_ANSWER' },
      cause,
    );
  }
}

const unreachable = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ETIMEDOUT',
]);

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function refusal(status: number, words: readonly string[], path: string): MockError {
  const facts = { exit: exits[status] ?? exitCodes.failed, code: 'REFUSED', status };
  const [first = '', ...others] = words;
  if (status === 400) {
    const message = 'The mock refused it, and has changed nothing';
    return new MockError(message, { ...facts, problems: words.map(problemOf) });
  }
  const hint = status === 413 && /snapshot|add/.test(path) ? tooLarge : undefined;
  return new MockError([first, ...others].join('; '), { ...facts, hint });
}

const tooLarge = 'Start a mock with it: voicectl mock serve --seed-file FILE.';

const exits: Readonly<Record<number, number>> = {
  400: exitCodes.wrongUse,
  403: exitCodes.notAllowed,
  404: exitCodes.notFound,
  413: exitCodes.wrongUse,
};
