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
    request.path.startsWith(controlPath)
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
    return await withFault(due.fault, { request, api, random: due.random }, act);
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

function reasonIn(data: string): string {
  const { message } = JSON.parse(data) as { message: string | readonly string[] };
  return [message].flat().join('; ');
}

async function* noted(
  body: AsyncIterable<string>,
  request: MockRequest,
  record: JournalRecord,
): AsyncGenerator<string, void, undefined> {
  record.unfinished = true;
  try {
    for await (const piece of body) {
      const [, last, data] = /^event: (done|error)\ndata: (.*)$/m.exec(piece) ?? [];
      // Who has the last event need not wait for the end of the stream.
      if (last && !request.signal?.aborted) record.unfinished = undefined;
      if (last === 'error') record.error = reasonIn(String(data));
      yield piece;
    }
    if (!request.signal?.aborted) record.unfinished = undefined;
  } finally {
    record.close();
  }
}
