/** What a cassette heard agents say, for the brain that says it again. */
import type { RecordedAnswer, RecordedGoal } from '../brain/recorded';
import type { Cassette } from './cassette';
import { readEvents } from './event-blocks';
import { isRecord, type JsonRecord, parseJson } from './json';
import { isGood, type Opened, open, recordOf } from './opened';

/** What {@link recordings} finds, in the order of the recording. */
export interface HeardRecordings {
  readonly answers: readonly RecordedAnswer[];
  readonly goals: readonly RecordedGoal[];
}

/**
 * Every good answer of `agents.test`, whole or streamed, and of `goals.generate`, for `createRecordedBrain`. An answer
 * names its agent by the name that the recording knows, else by its id.
 */
export function recordings(cassette: Cassette): HeardRecordings {
  const names = new Map<string, string>();
  const answers: RecordedAnswer[] = [];
  const goals: RecordedGoal[] = [];
  cassette.exchanges.forEach((exchange, index) => {
    const opened = open(exchange, index + 1);
    if (!isGood(opened) || exchange.response.ended) return;
    for (const agent of agentsIn(opened)) names.set(String(agent.id), String(agent.name));
    const answer = answerIn(opened, names);
    if (answer) answers.push(answer);
    const goal = goalIn(opened);
    if (goal) goals.push(goal);
  });
  return { answers, goals };
}

function answerIn(opened: Opened, names: ReadonlyMap<string, string>): RecordedAnswer | undefined {
  const { operation, id = '', body } = opened;
  const { message } = Object(body) as JsonRecord;
  if (operation !== 'agents.test' || typeof message !== 'string') return undefined;
  const { response, usage } = Object(finalAnswer(opened)) as JsonRecord;
  if (typeof response !== 'string') return undefined;
  return { message, response, agent: names.get(id) ?? id, ...usageOf(usage) };
}

/** Of a stream, what its last event says. */
export function finalAnswer(opened: Opened): unknown {
  const { events } = opened.exchange.response;
  if (events === undefined) return recordOf(opened);
  const done = events
    .flatMap(([, text]) => readEvents(text))
    .findLast(({ event }) => event === 'done');
  return parseJson(done?.data);
}

function usageOf(usage: unknown): Pick<RecordedAnswer, 'usage'> {
  if (!isRecord(usage)) return {};
  const { inputTokens, outputTokens } = usage;
  return {
    usage: {
      ...(isCount(inputTokens) ? { inputTokens } : {}),
      ...(isCount(outputTokens) ? { outputTokens } : {}),
    },
  };
}

function isCount(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 0;
}

function goalIn(opened: Opened): RecordedGoal | undefined {
  const { description } = Object(opened.body) as JsonRecord;
  const suggestion = recordOf(opened);
  if (opened.operation !== 'goals.generate' || typeof description !== 'string') return undefined;
  return suggestion && { description, suggestion };
}

function agentsIn(opened: Opened): JsonRecord[] {
  const record = recordOf(opened);
  if (opened.api !== 'agents' || record === undefined) return [];
  const found = opened.operation === 'agents.list' ? record.data : [record];
  return Array.isArray(found)
    ? found.filter((agent) => typeof agent?.id === 'string' && typeof agent?.name === 'string')
    : [];
}
