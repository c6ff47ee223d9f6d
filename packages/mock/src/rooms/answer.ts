/** The playground call of the agents room: one answer, whole or as it is made. */
import type { TestAgentResponse } from '@voicectl/sdk/contract';
import type { Question } from '../brain/brain';
import { agentsBody, messageOf, Refusal } from '../refusal';
import { EventStream, type Reply, type StreamEvent } from '../route';
import type { World } from '../world';

export function answerMessage(
  world: World,
  question: Question,
  streams: boolean,
  signal: AbortSignal | undefined,
): Reply<TestAgentResponse> | Promise<TestAgentResponse> {
  return streams
    ? new EventStream(streamed(world, question, signal))
    : whole(world, question, signal);
}

async function whole(world: World, question: Question, signal: AbortSignal | undefined) {
  const spoken: string[] = [];
  for await (const token of paced(world, question, signal)) spoken.push(token);
  return finished(world, question, spoken);
}

async function* streamed(
  world: World,
  question: Question,
  signal: AbortSignal | undefined,
): AsyncGenerator<StreamEvent, void, undefined> {
  const spoken: string[] = [];
  try {
    for await (const text of paced(world, question, signal)) {
      spoken.push(text);
      yield { event: 'token', data: { text } };
    }
    yield { event: 'done', data: finished(world, question, spoken) };
  } catch (error) {
    const refusal = error instanceof Refusal ? error : new Refusal(500, messageOf(error));
    yield { event: 'error', data: agentsBody(refusal) };
  }
}

function finished({ brain }: World, question: Question, spoken: readonly string[]) {
  return {
    response: spoken.join(''),
    usage: { inputTokens: brain.countInput(question), outputTokens: spoken.length },
  };
}

async function* paced(
  { brain, pace }: World,
  question: Question,
  signal: AbortSignal | undefined,
): AsyncGenerator<string, void, undefined> {
  let wait = pace.firstToken;
  for await (const token of brain.answer(question, signal)) {
    if (wait > 0) await sleep(wait, signal);
    // Cut off, an answer is a failure: it must not look like a short one.
    signal?.throwIfAborted();
    yield token;
    wait = pace.token;
  }
}

function sleep(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const finish = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', finish);
      resolve();
    };
    const timer = setTimeout(finish, ms);
    signal?.addEventListener('abort', finish, { once: true });
  });
}
