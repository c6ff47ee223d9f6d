/** The request to a judge. Servers differ in how an answer's form can be asked for: the strictest that this one knows. */
import { cloudFetch } from '../../voice/cloud-fetch';
import { type CloudAccess, type Environment, quoted } from '../../voice/keys';
import { askOpenAi, broken, type OpenAiRequest, wholeOf } from '../../voice/openai-request';
import { completionIn } from './completion';
import type { Judge } from './judge';
import { JudgeError } from './judge-error';
import { answerSchema, promptOf } from './prompt';
import { undecided, verdictsIn } from './read-verdicts';
import type { Criterion, Exchange } from './verdict';

interface AskingOptions {
  readonly access: CloudAccess;
  readonly model: string;
  /** The variable that names it. */
  readonly modelVariable: string;
  readonly env: Environment;
  /** Milliseconds for all tries together. */
  readonly patience: number;
}

export async function openAsking(options: AskingOptions): Promise<Pick<Judge, 'judge'>> {
  const fetch = await cloudFetch(options.access.url, options.env);
  let known = 0;
  return {
    async judge(criteria, conversation, signal) {
      const late = AbortSignal.timeout(options.patience);
      const request = requestOf(options, AbortSignal.any([signal, late]), fetch);
      try {
        for (let way = known; ; way++) {
          const body = JSON.stringify(bodyOf(options.model, criteria, conversation, way));
          const text = await answered({ ...request, body }, way < ways.length - 1);
          if (text === undefined) continue;
          known = way;
          return verdictsOf(text, criteria, request);
        }
      } catch (error) {
        signal.throwIfAborted();
        if (error instanceof JudgeError) throw error;
        const seconds = options.patience / 1000;
        const what = late.aborted ? `gave no verdict within ${seconds} s` : 'broke off';
        throw broken(request, what, error);
      }
    },
  };
}

/** @returns undefined where the server does not know the form that was asked for, and there is another one. */
async function answered(request: OpenAiRequest, isOther: boolean): Promise<string | undefined> {
  let status = 0;
  const fetch: OpenAiRequest['fetch'] = async (...call) => {
    const response = await request.fetch(...call);
    status = response.status;
    return response;
  };
  try {
    return await wholeOf(await askOpenAi({ ...request, fetch }), request);
  } catch (error) {
    if (isOther && misunderstood.has(status)) return undefined;
    throw error;
  }
}

/** From the strictest on: some servers know no schema, some models no temperature, some nothing of either. */
const ways = ['schema and temperature', 'schema', 'json', 'words'] as const;

/** How servers refuse what they don't know. */
const misunderstood = new Set([400, 415, 422, 501]);

/** @param way an index of `ways`. */
function bodyOf(
  model: string,
  criteria: readonly Criterion[],
  conversation: readonly Exchange[],
  way: number,
) {
  const schema = { name: 'verdicts', strict: true, schema: answerSchema(criteria) };
  const format =
    way < 2
      ? { type: 'json_schema', json_schema: schema }
      : way === 2
        ? { type: 'json_object' }
        : undefined;
  return {
    model,
    messages: promptOf(criteria, conversation),
    ...(way === 0 && { temperature: 0 }),
    ...(format && { response_format: format }),
  };
}

type Request = Omit<OpenAiRequest, 'body'>;

function requestOf(
  { access, model, modelVariable, patience }: AskingOptions,
  signal: AbortSignal,
  fetch: OpenAiRequest['fetch'],
): Request {
  return {
    ...{ access, model, modelVariable, fetch, patience, signal },
    path: '/chat/completions',
    type: 'application/json',
    offline: `without ${modelVariable} nobody judges.`,
    Failure: JudgeError,
  };
}

function verdictsOf(text: string, criteria: readonly Criterion[], request: Request) {
  const completion = completionIn(text, request.access);
  if (!completion) {
    throw broken(request, 'answered with what is no chat completion', undefined);
  }
  const { answer, refusal } = completion;
  if (refusal !== undefined) return undecided(criteria, refusal);
  const whole = Number.POSITIVE_INFINITY;
  return verdictsIn(answer, criteria, (reason) => quoted(reason, request.access, whole));
}
