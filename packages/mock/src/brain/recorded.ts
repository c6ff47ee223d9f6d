/** A brain that says again what was said before: answers by their exact message. */
import { GoalSuggestion } from '@voicectl/sdk/contract';
import * as z from 'zod';
import { Refusal } from '../refusal';
import type { Brain, Question } from './brain';
import { fitting } from './misfit';
import { countPrompt } from './scripted';
import { tokenize } from './tokens';

/** An answer that was heard before. */
export interface RecordedAnswer {
  readonly message: string;
  readonly response: string;
  /** As the platform counted it. Default: counted anew. */
  readonly usage?: { readonly inputTokens?: number; readonly outputTokens?: number } | undefined;
  /** The id or the name of the agent that gave it. Default: whoever is asked. */
  readonly agent?: string | undefined;
}

/** A goal that was suggested before. */
export interface RecordedGoal {
  readonly description: string;
  readonly suggestion: GoalSuggestion;
}

/** What {@link createRecordedBrain} says again. */
export interface Recordings {
  readonly answers?: readonly RecordedAnswer[] | undefined;
  readonly goals?: readonly RecordedGoal[] | undefined;
}

const Schema = z.object({
  answers: z
    .array(
      z.looseObject({
        message: z.string(),
        response: z.string(),
        usage: z
          .looseObject({
            inputTokens: z.int().min(0).optional(),
            outputTokens: z.int().min(0).optional(),
          })
          .optional(),
        agent: z.string().optional(),
      }),
    )
    .optional(),
  goals: z.array(z.looseObject({ description: z.string(), suggestion: GoalSuggestion })).optional(),
});

/**
 * A brain that answers a message exactly as it was answered when recorded. A recording of the agent itself comes before
 * one of nobody; of a message recorded twice, the later one counts. Data parsed from a file may be passed as it is.
 * @param otherwise answers what was never recorded. Default: that is a 404.
 * @throws MisfitError that names each problem by its path, such as `answers[2].response`.
 */
export function createRecordedBrain(recordings: Recordings, otherwise?: Brain | undefined): Brain {
  const { answers = [], goals = [] } = fitting('recordings', Schema, recordings);
  const byMessage = new Map(answers.map((answer) => [keyOf(answer.message, answer.agent), answer]));
  const byDescription = new Map(goals.map((goal) => [goal.description, goal.suggestion]));

  const find = ({ agent, message }: Question) =>
    [agent.id, agent.name, undefined]
      .map((who) => byMessage.get(keyOf(message, who)))
      .find((answer) => answer !== undefined);

  return {
    answer(question, signal, report) {
      const found = find(question);
      if (found === undefined) {
        if (otherwise) return otherwise.answer(question, signal, report);
        throw unheard(`message ${shown(question.message)} to agent ${shown(question.agent.name)}`);
      }
      if (found.usage) report?.(found.usage);
      return tokenize(found.response);
    },
    countInput: (question) => otherwise?.countInput(question) ?? countPrompt(question),
    suggest(description, signal) {
      const found = byDescription.get(description) ?? otherwise?.suggest(description, signal);
      if (found === undefined) throw unheard(`description ${shown(description)}`);
      return found;
    },
  };
}

function keyOf(message: string, agent: string | undefined): string {
  return JSON.stringify([message, agent]);
}

function unheard(what: string): Refusal {
  return new Refusal(
    404,
    `No answer was recorded for the ${what}: record it, or name a brain that answers the rest`,
  );
}

function shown(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 79)}…` : text);
}
