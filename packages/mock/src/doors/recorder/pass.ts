/** One request through the recorder: to the server, back to the caller, and into the notes. */
import { type IncomingMessage, request as requestHttp, type ServerResponse } from 'node:http';
import { request as requestHttps } from 'node:https';
import {
  agentsPath,
  type Exchange,
  goalsPath,
  type RecordedResponse,
} from '../../cassette/cassette';
import { trimmed } from '../../cassette/opened';
import type { Redactor } from '../../cassette/redaction';
import { agentsBody, goalsBody, messageOf, Refusal } from '../../refusal';
import type { Gate } from '../gate';
import { exchangeOf, isEventStream, learnCookies, learnFrom } from './notes';
import { outgoingHeaders, passing, type Target } from './target';

/** Where requests go, and what is to be done with what comes back. */
export interface Recording {
  readonly agents: Target | undefined;
  readonly goals: Target | undefined;
  readonly redactor: Redactor;
  /** Keeps strange web pages out: they could use a credential that is lent. */
  readonly gate: Gate;
  add(exchange: Exchange): Promise<void>;
  trouble(words: string): void;
}

/** Bytes that a request or an answer in one piece may have, and that are kept of a stream. */
const mostBytes = 64 * 1024 * 1024;

/** Never rejects: what goes wrong is told to the caller, and as trouble. */
export async function pass(
  recording: Recording,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const [path = '/', query = ''] = (request.url ?? '/').split(/\?(.*)/s);
  try {
    await passOn(recording, request, response, path, query);
  } catch (error) {
    const left = response.destroyed && !response.headersSent;
    if (response.headersSent) response.destroy();
    else if (!left) refuse(response, path, error);
    const words = recording.redactor.text(`${request.method} ${path}: ${messageOf(error)}`);
    if (!left) recording.trouble(`Not recorded: ${words}`);
  }
}

async function passOn(
  recording: Recording,
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  query: string,
): Promise<void> {
  const at = new Date().toISOString();
  const started = performance.now();
  const since = () => performance.now() - started;
  const { redactor, gate } = recording;
  gate(request);
  const target = targetFor(recording, path);
  learnFrom(request, query, redactor);
  const sent = await readAll(request);
  const own = Boolean(request.headers['x-api-key'] || request.headers.authorization);
  const lent = own ? undefined : target.credential;

  const left = new AbortController();
  response.once('close', () => left.abort());
  const answer = await ask(target, request, path, query, sent, lent, left.signal);
  const after = since();
  learnCookies(answer, redactor);
  const streams = isEventStream(answer);
  if (streams) writeHead(response, answer);

  const pieces: [number, Buffer][] = [];
  let broke: RecordedResponse['ended'];
  let size = 0;
  try {
    for await (const piece of answer as AsyncIterable<Buffer>) {
      size += piece.length + costOfPiece;
      if (size <= mostBytes) pieces.push([since(), piece]);
      else if (!streams) throw new Refusal(502, `The answer has over ${mostBytes} bytes`);
      if (streams && !response.write(piece)) await drained(response);
    }
  } catch (error) {
    if (error instanceof Refusal) throw error;
    broke = left.signal.aborted ? 'left' : 'cut';
  }
  const note = size > mostBytes ? `Only the first ${mostBytes} bytes were kept` : undefined;
  if (note) recording.trouble(redactor.text(`${request.method} ${path}: ${note}`));
  const ended = note === undefined ? broke : 'cut';
  const credential = own ? 'sent' : lent === undefined ? 'none' : 'lent';
  const times = { at, after, ms: since() };
  await recording.add(
    exchangeOf(
      { request, path, query, sent, credential, response: answer, pieces, ended, note, ...times },
      redactor,
    ),
  );
  if (!streams) {
    writeHead(response, answer);
    for (const [, piece] of pieces) response.write(piece);
  }
  if (broke) await cutOff(response);
  else response.end();
}

/** Many small pieces need far more memory than their bytes. */
const costOfPiece = 100;

/** Waits until the caller takes more, or has left. */
function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    if (response.destroyed) {
      resolve();
      return;
    }
    const done = () => {
      response.off('drain', done);
      response.off('close', done);
      resolve();
    };
    response.once('drain', done);
    response.once('close', done);
  });
}

/** What was written before the connection broke gets there first. */
function cutOff(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    if (response.destroyed) {
      resolve();
      return;
    }
    response.once('close', resolve);
    response.flushHeaders();
    if (response.socket) response.socket.end(() => response.destroy());
    else response.destroy();
  });
}

/** @throws Refusal 404 | 400 | 502 when there is nowhere to send it. */
function targetFor({ agents, goals }: Recording, path: string): Target {
  const isGoals = trimmed(path) === goalsPath;
  if (!isGoals && path !== agentsPath && !path.startsWith(`${agentsPath}/`)) {
    throw new Refusal(404, `The recorder has ${agentsPath}/… and ${goalsPath}, and nothing else`);
  }
  if (/(^|\/)(\.|%2e){1,2}(\/|$)/i.test(path)) {
    throw new Refusal(400, ['path: must not have . or .. for a segment']);
  }
  const target = isGoals ? goals : agents;
  if (target) return target;
  const api = isGoals ? 'goals' : 'agents';
  throw new Refusal(502, `The recorder was given no URL of the ${api} API`);
}

function ask(
  { url, api }: Target,
  request: IncomingMessage,
  path: string,
  query: string,
  body: Buffer,
  lent: string | undefined,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const base = trimmed(url.pathname);
  const below = api === 'agents' ? path.slice(agentsPath.length) : '';
  const there = `${base === '/' && below !== '' ? '' : base}${below}`;
  const send = url.protocol === 'https:' ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const outgoing = send(url, {
      method: request.method,
      path: query === '' ? there : `${there}?${query}`,
      headers: outgoingHeaders(request, body, lent, api),
      // A connection that is kept may be closed by the server just as it is used again.
      agent: false,
      signal,
    });
    outgoing.once('response', resolve);
    outgoing.on('error', (cause: NodeJS.ErrnoException) => {
      const reason = cause.code ?? cause.message;
      reject(new Refusal(502, `${url.host} can't be reached or gave no answer: ${reason}`));
    });
    outgoing.end(body);
  });
}

function writeHead(response: ServerResponse, answer: IncomingMessage): void {
  response.sendDate = false;
  // The end of a stream waits until it is written down; a length would tell the caller that there is no more to come.
  const left = isEventStream(answer) ? /^content-length$/i : undefined;
  const headers = [...passing(answer.rawHeaders)].filter(([name]) => !left?.test(name));
  response.writeHead(answer.statusCode ?? 502, answer.statusMessage, headers.flat());
  response.flushHeaders();
}

async function readAll(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= mostBytes) chunks.push(chunk);
  }
  if (size > mostBytes) throw new Refusal(413, `The body has over ${mostBytes} bytes`);
  return Buffer.concat(chunks);
}

/** In the shape that the API itself says no. */
function refuse(response: ServerResponse, path: string, error: unknown): void {
  const refusal = error instanceof Refusal ? error : new Refusal(502, messageOf(error));
  const { status } = refusal;
  const code = status === 502 ? 'BAD_GATEWAY' : refusal.code;
  const goals = goalsBody(refusal);
  const body =
    trimmed(path) === goalsPath
      ? { ...goals, error: { ...goals.error, code } }
      : { ...agentsBody(refusal), ...(status === 502 && { error: 'Bad Gateway' }) };
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(body));
}
