/**
 * A brain that asks a model: any OpenAI-compatible endpoint, or Anthropic. Needs `@ai-sdk/openai` 3 or
 * `@ai-sdk/anthropic` 3, loaded with the first question.
 * @module model
 */
import type { TokenUsage } from '@voicectl/sdk/contract';
import type { Brain, Question } from '../brain';
import { countPrompt } from '../scripted';
import { draftCall, draftOf } from './goal-draft';
import { modelCall } from './model-call';
import { type Connection, connect, type Model } from './provider';
import { brokenOff, providerFailure } from './provider-failure';

/** What {@link createModelBrain} takes. */
export interface ModelBrainOptions {
  /**
   * `provider/model-name` that answers for every agent, whatever its `modelConfig.model` says, and drafts goals.
   * Default: `VOICECTL_MODEL`; without it, each agent's own, and `openai/gpt-4o-mini` for goals, which have no agent.
   */
  readonly model?: string | undefined;
  /**
   * Where addresses and keys come from: `OPENAI_BASE_URL`, `OPENAI_API_KEY`, `ANTHROPIC_BASE_URL`, `ANTHROPIC_API_KEY`.
   * Read again with each question. Default: the process's own.
   */
  readonly environment?: Readonly<Record<string, string | undefined>> | undefined;
  /** The way to the network, as through a proxy. Default: the global `fetch`. */
  readonly fetch?: typeof globalThis.fetch | undefined;
}

// The platform's documented default model.
const defaultModel = 'openai/gpt-4o-mini';

/**
 * Answers stream as the model makes them, with its own count of tokens. Its failures are errors of status 502, 429 as
 * the provider's, 500 where a key or a library is missing; nothing is asked twice.
 */
export function createModelBrain(options: ModelBrainOptions = {}): Brain {
  const environment = () =>
    options.environment ?? (typeof process === 'undefined' ? {} : process.env);
  const chosen = () => options.model ?? (environment()['VOICECTL_MODEL']?.trim() || undefined);
  const connected = (own: string) => connect(chosen() ?? own, environment(), options.fetch);

  return {
    async *answer(question, signal, report) {
      const connection = await connected(question.agent.modelConfig.model);
      yield* asked(connection, question, signal, report);
    },
    countInput: countPrompt,
    async suggest(description, signal) {
      const connection = await connected(defaultModel);
      const text = await drafted(connection, description, signal);
      return draftOf(text, `${connection.provider}/${connection.modelName}`);
    },
  };
}

async function* asked(
  connection: Connection,
  question: Question,
  signal: AbortSignal | undefined,
  report: ((usage: TokenUsage) => void) | undefined,
): AsyncGenerator<string, void, undefined> {
  const call = modelCall(question, connection.provider, signal);
  let finished = false;
  try {
    const { stream } = await connection.model.doStream(call);
    for await (const part of partsOf(stream)) {
      if (part.type === 'text-delta' && part.delta !== '') yield part.delta;
      if (part.type === 'error') throw part.error;
      if (part.type !== 'finish') continue;
      // A reason of the provider's own: without one, it never said that it was done.
      finished = part.finishReason.raw !== undefined;
      report?.(counted(part.usage));
    }
  } catch (error) {
    signal?.throwIfAborted();
    throw providerFailure(error, connection);
  }
  if (!finished) throw brokenOff(connection);
}

async function drafted(
  connection: Connection,
  description: string,
  signal: AbortSignal | undefined,
): Promise<string> {
  try {
    const { content } = await connection.model.doGenerate(draftCall(description, signal));
    return content.map((part) => (part.type === 'text' ? part.text : '')).join('');
  } catch (error) {
    signal?.throwIfAborted();
    throw providerFailure(error, connection);
  }
}

type Part =
  Awaited<ReturnType<Model['doStream']>>['stream'] extends ReadableStream<infer P> ? P : never;

/** Not every runtime can iterate over a stream. Who stops listening ends the provider's work, too. */
async function* partsOf(stream: ReadableStream<Part>): AsyncGenerator<Part, void, undefined> {
  const reader = stream.getReader();
  let ended = false;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      ended = done;
      if (done) return;
      yield value;
    }
  } finally {
    // One that has failed can't be cancelled, and has nothing left to be cancelled.
    if (!ended) await reader.cancel().catch(() => {});
  }
}

type Finish = Extract<Part, { type: 'finish' }>;

function counted({ inputTokens, outputTokens }: Finish['usage']): TokenUsage {
  return {
    ...(inputTokens.total !== undefined && { inputTokens: inputTokens.total }),
    ...(outputTokens.total !== undefined && { outputTokens: outputTokens.total }),
  };
}
