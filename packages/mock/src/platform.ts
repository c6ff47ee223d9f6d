/** The platform in one function: which world, which API, whether a fault acts, what is answered; and the journal of it. */
import { agentsCall, goalsCall, isGoals, json, type Rules } from './apis';
import { refusalFrom } from './brain/failure';
import type { Call } from './call';
import { controlPath } from './control/control';
import type { Handle, MockRequest, MockResponse } from './exchange';
import { faultHeader, faultOfHeader } from './faults/header';
import { withFault } from './faults/run';
import type { JournalRecord } from './journal';
import type { LiveWorld } from './live-world';
import { random } from './random';
import { agentsBody, goalsBody, messageOf, Refusal } from './refusal';
import { defaultWorld, type Worlds } from './worlds';

export function createPlatform(rules: Rules, worlds: Worlds, control: Handle): Handle {
  return (request) =>
    request.path.startsWith(controlPath) || request.path === '/'
      ? control(request)
      : answerIn(request.headers[worldHeader] ?? defaultWorld, worlds, rules, request);
}

/** Where a request names its world. */
const worldHeader = 'x-voicectl-world';

/** Answers a request in a world, and writes it down. @throws ConnectionCut where a fault wants it. */
export async function answerIn(
  name: string,
  worlds: Worlds,
  rules: Rules,
  request: MockRequest,
): Promise<MockResponse> {
  let world: LiveWorld;
  try {
    world = worlds.get(name);
  } catch (error) {
    return refused(error, request);
  }
  const record = world.journal.open(request.method, request.path);
  try {
    const response = await answer(world, rules, request, record);
    record.status = response.status;
    if (typeof response.body === 'string') record.close();
    else return { ...response, body: noted(response.body, request, record) };
    return response;
  } catch (error) {
    record.unfinished = true;
    record.close();
    throw error;
  }
}

async function answer(
  world: LiveWorld,
  rules: Rules,
  request: MockRequest,
  record: JournalRecord,
): Promise<MockResponse> {
  const call = (isGoals(request.path) ? goalsCall : agentsCall)(rules, world, request);
  record.call = call;
  const act = () => settled(call, request, record);
  const asked = request.headers[faultHeader];
  if (asked === undefined && world.faults.size === 0) return act();
  try {
    const due = asked === undefined ? world.faults.meet(call) : ofHeader(asked, record);
    if (!due) return await act();
    record.fault = due.id;
    const api = isGoals(request.path) ? 'goals' : 'agents';
    const missed = () => {
      record.fault = undefined;
      world.faults.missed(due.id);
    };
    return await withFault(due.fault, { request, api, random: due.random, missed }, act);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    record.error = messageOf(error);
    return refused(error, request);
  }
}

/** Chance goes by the text and the request's number: the same requests in the same order meet the same. */
function ofHeader(text: string, { seq }: JournalRecord) {
  return { id: faultHeader, fault: faultOfHeader(text), random: random(`${text}/${seq}`) };
}

async function settled(
  call: Call,
  request: MockRequest,
  record: JournalRecord,
): Promise<MockResponse> {
  try {
    return await call.answer();
  } catch (error) {
    record.error = messageOf(error);
    return refused(error, request);
  }
}

function refused(error: unknown, request: MockRequest): MockResponse {
  const refusal = refusalFrom(error);
  const body = isGoals(request.path) ? goalsBody(refusal) : agentsBody(refusal);
  return json(refusal.status, body, refusal.headers);
}

/** Writes a streamed answer down when it ends, however it ends, and whoever ends it. */
function noted(
  body: AsyncIterable<string>,
  { signal }: MockRequest,
  record: JournalRecord,
): AsyncIterable<string> {
  record.unfinished = true;
  let isOpen = true;
  const close = () => {
    if (isOpen) record.close();
    isOpen = false;
  };
  const look = ({ done, value }: IteratorResult<string>) => {
    const [, last, data] = /^event: (done|error)\ndata: (.*)$/m.exec(value ?? '') ?? [];
    if (last === 'error') record.error = reasonIn(String(data));
    // Who has the last event need not wait for the end of the stream.
    if ((done || last) && !signal?.aborted) record.unfinished = undefined;
    if (done) close();
  };
  return {
    [Symbol.asyncIterator]() {
      const pieces = body[Symbol.asyncIterator]();
      return {
        async next() {
          try {
            const piece = await pieces.next();
            look(piece);
            return piece;
          } catch (error) {
            close();
            throw error;
          }
        },
        async return() {
          close();
          await pieces.return?.();
          return { done: true, value: undefined };
        },
      };
    },
  };
}

/** A fault may have made anything of the event. */
function reasonIn(data: string): string | undefined {
  try {
    const { message } = Object(JSON.parse(data)) as { message?: string | readonly string[] };
    return message === undefined ? undefined : [message].flat().join('; ');
  } catch {
    return undefined;
  }
}
