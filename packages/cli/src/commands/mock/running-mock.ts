/** A mock that runs somewhere else, by HTTP. What answers there may be anything. */
import type { IncomingMessage } from 'node:http';
import type { JournalEntry } from '@voicectl/mock';
import type { Context } from '../../context';
import { exitCodes, KnownFailure, UnexpectedAnswerError } from '../../failure';
import { problemOf } from './file-problems';
import { eventsWithin, TooLargeError, textWithin } from './limited';
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

  /** To be said of what has changed something: with several mocks about, it may have been another that was meant. */
  sayWhere({ out }: Context): void {
    out.say(`In the world ${this.world} of ${this.#root}`);
  }

  /** About one world. @throws KnownFailure */
  ask(question: Question): Promise<unknown> {
    const base = `/worlds/${encodeURIComponent(this.world)}`;
    return this.#ask({ ...question, path: `${base}${question.path}` });
  }

  /** Each world, counted. @throws KnownFailure */
  async worlds(): Promise<unknown> {
    return this.#ask({ method: 'GET', path: '/worlds' });
  }

  /** Requests as they are answered, of every world unless one is named, until the signal. @throws KnownFailure */
  async *follow(world: string | undefined): AsyncGenerator<JournalEntry, void, undefined> {
    const query = world === undefined ? '' : `?world=${encodeURIComponent(world)}`;
    const question: Question = { method: 'GET', path: `/journal${query}` };
    const response = await this.#send(question, this.#signal);
    const type = response.headers['content-type'] ?? '';
    if (response.statusCode !== 200 || !type.startsWith('text/event-stream')) {
      this.#read(question, response.statusCode ?? 0, await this.#text(response));
      throw this.#stranger();
    }
    try {
      for await (const data of eventsWithin(response, mostBytes)) yield entryIn(data);
    } catch (error) {
      throw error instanceof TooLargeError ? this.#tooMuch() : error;
    }
  }

  async #ask(question: Question): Promise<unknown> {
    const clock = AbortSignal.timeout(this.#timeout);
    const signal = AbortSignal.any([this.#signal, clock]);
    try {
      const response = await this.#send(question, signal);
      return this.#read(question, response.statusCode ?? 0, await this.#text(response));
    } catch (error) {
      if (error instanceof KnownFailure || this.#signal.aborted) throw error;
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

  async #text(response: IncomingMessage): Promise<string> {
    try {
      return await textWithin(response, mostBytes);
    } catch (error) {
      throw error instanceof TooLargeError ? this.#tooMuch() : error;
    }
  }

  /** The value of an answer that is the mock's. @throws KnownFailure */
  #read({ path }: Question, status: number, body: string): unknown {
    if (status === 204) return undefined;
    const value = parsed(body);
    if (status >= 200 && status < 300 && typeof value === 'object' && value) return value;
    const { message } = Object(value) as { message?: unknown };
    const words = [message].flat().filter((word) => typeof word === 'string');
    const relative = relatives.find(({ words: own }) => words.some((word) => own.test(word)));
    if (status >= 400 && relative) throw this.#stranger(`${relative.does}: it has no worlds`);
    const isRoute = status === 404 && words.some((word) => word.startsWith('Cannot '));
    if (status < 400 || words.length === 0 || isRoute) throw this.#stranger();
    throw refusal(status, words, path);
  }

  #absent(cause: NodeJS.ErrnoException): KnownFailure {
    return new KnownFailure(
      `No mock listens at ${this.#root}`,
      {
        exit: exitCodes.tryAgain,
        code: 'NO_MOCK',
        hint: 'voicectl mock serve starts one; --url says where another one is.',
      },
      cause,
    );
  }

  #tooMuch(): KnownFailure {
    const message = `What listens at ${this.#root} sent more than ${mostBytes / 1024 ** 2} MiB`;
    return new KnownFailure(message, { exit: exitCodes.failed, code: 'TOO_LARGE' });
  }

  #stranger(what?: string): KnownFailure {
    const message = what
      ? `What listens at ${this.#root} ${what}`
      : `What answers at ${this.#root} is no voicectl mock`;
    return new KnownFailure(message, {
      exit: exitCodes.failed,
      code: 'NOT_A_MOCK',
      hint: 'voicectl mock serve prints where it listens; name that by --url.',
    });
  }

  /** Only what changes nothing is safe to try again. */
  #lost({ method }: Question, what: string, cause?: unknown): KnownFailure {
    const exit = method === 'GET' ? exitCodes.tryAgain : exitCodes.failed;
    return new KnownFailure(
      `What listens at ${this.#root} ${what}`,
      { exit, code: 'NO_ANSWER' },
      cause,
    );
  }
}

/** Of an answer, and of one event: whoever answers there may have no end. */
const mostBytes = 64 * 1024 * 1024;

/** Servers of voicectl that are no mock, known by what they say to whoever takes them for one. */
const relatives = [
  { words: /__voicectl\S* was (never )?recorded/, does: 'replays a recording' },
  { words: /^The recorder has /, does: 'records a server' },
] as const;

const unreachable = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ETIMEDOUT',
]);

/** @throws UnexpectedAnswerError */
function entryIn(data: string): JournalEntry {
  const entry = parsed(data);
  if (typeof entry !== 'object' || entry === null) throw new UnexpectedAnswerError();
  return entry as JournalEntry;
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function refusal(status: number, words: readonly string[], path: string): KnownFailure {
  const facts = { exit: exits[status] ?? exitCodes.failed, code: 'REFUSED', status };
  const [first = '', ...others] = words;
  if (status === 400) {
    const message = 'The mock refused it, and has changed nothing';
    return new KnownFailure(message, { ...facts, problems: words.map(problemOf) });
  }
  const hint = status === 413 && /snapshot|add/.test(path) ? tooLarge : undefined;
  return new KnownFailure([first, ...others].join('; '), { ...facts, hint });
}

const tooLarge = 'Start a mock with it: voicectl mock serve --seed-file FILE.';

const exits: Readonly<Record<number, number>> = {
  400: exitCodes.wrongUse,
  403: exitCodes.notAllowed,
  404: exitCodes.notFound,
  413: exitCodes.wrongUse,
};
