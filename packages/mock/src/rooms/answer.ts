/** The playground call of the agents room: look things up, then one answer, whole or as it is made. */
import type { TestAgentResponse, TokenUsage } from '@voicectl/sdk/contract';
import type { Question } from '../brain/brain';
import { refusalFrom } from '../brain/failure';
import { wait } from '../faults/wait';
import type { Passage } from '../knowledge/knowledge';
import { agentsBody } from '../refusal';
import { EventStream, type Reply, type StreamEvent } from '../route';
import type { World } from '../world';

/** An answer as it is made, and what it is made from. */
class AnswerStream extends EventStream {
  readonly sources: readonly Passage[] | undefined;

  constructor(events: AsyncIterable<StreamEvent>, sources: readonly Passage[] | undefined) {
    super(events);
    this.sources = sources;
  }
}

/** What a reply was made from; nothing where no knowledge base was asked. */
export function sourcesOf(reply: unknown): unknown {
  return (Object(reply) as { sources?: unknown }).sources;
}

/** @throws Refusal when the knowledge base or the brain fails before a stream has begun. */
export async function answerMessage(
  world: World,
  asked: Question,
  streams: boolean,
  signal: AbortSignal | undefined,
): Promise<Reply<TestAgentResponse>> {
  try {
    const question = await withPassages(world, asked, signal);
    if (streams) return new AnswerStream(streamed(world, question, signal), question.passages);
    return await whole(world, question, signal);
  } catch (error) {
    throw refusalFrom(error);
  }
}

/** Before each response, as documented. */
async function withPassages(
  { knowledge }: World,
  question: Question,
  signal: AbortSignal | undefined,
): Promise<Question> {
  const config = question.agent.knowledgeBaseConfig;
  if (!config || !knowledge) return question;
  return { ...question, passages: await knowledge.retrieve(question.message, config, signal) };
}

async function whole(world: World, question: Question, signal: AbortSignal | undefined) {
  const answer = new Spoken(question);
  for await (const token of paced(world, answer, signal)) answer.pieces.push(token);
  return answer.finished(world);
}

async function* streamed(
  world: World,
  question: Question,
  signal: AbortSignal | undefined,
): AsyncGenerator<StreamEvent, void, undefined> {
  const answer = new Spoken(question);
  try {
    for await (const text of paced(world, answer, signal)) {
      answer.pieces.push(text);
      yield { event: 'token', data: { text } };
    }
    yield { event: 'done', data: answer.finished(world) };
  } catch (error) {
    yield { event: 'error', data: agentsBody(refusalFrom(error)) };
  }
}

/** What has been said, and what it took. */
class Spoken {
  readonly question: Question;
  readonly pieces: string[] = [];
  usage: TokenUsage = {};

  constructor(question: Question) {
    this.question = question;
  }

  /** What the brain reports goes before what the mock counts; `sources` is our extension. */
  finished({ brain }: World) {
    const { inputTokens, outputTokens } = this.usage;
    const { passages } = this.question;
    return {
      response: this.pieces.join(''),
      usage: {
        inputTokens: inputTokens ?? brain.countInput(this.question),
        outputTokens: outputTokens ?? this.pieces.length,
      },
      ...(passages && { sources: passages }),
    };
  }
}

async function* paced(
  { brain, pace }: World,
  answer: Spoken,
  signal: AbortSignal | undefined,
): AsyncGenerator<string, void, undefined> {
  let pause = pace.firstToken;
  const report = (usage: TokenUsage) => {
    answer.usage = usage;
  };
  for await (const token of brain.answer(answer.question, signal, report)) {
    if (pause > 0) await wait(pause, signal);
    // Cut off, an answer is a failure: it must not look like a short one.
    signal?.throwIfAborted();
    yield token;
    pause = pace.token;
  }
}
