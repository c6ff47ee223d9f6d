/** A goal drafted by a model: what it is asked, and what its answer must be. */
import { GoalSuggestion, problemsOf } from '@voicectl/sdk/contract';
import { messageOf, Refusal } from '../../refusal';
import type { ModelCall } from './provider';

// Documented for goals.generate.
const temperature = 0.5;

const instructions = `Draft a goal for a voice agent from the description that follows: what the agent should reach in a
conversation, and which details it should collect from the caller. "name" is a title of at most six words. "description"
says the goal in one or two sentences. "priority" is 1 when it is urgent, 2 by default, 3 when it is optional. "fields"
are the details to collect, none if there are none: "name" in snake_case, "type" one of string, email, phone, url,
datetime, number, boolean. Write in the language of the description.`;

/** Every key is required, as strict structured output wants it. */
const schema = {
  type: 'object',
  properties: {
    name: { type: 'string' },
    description: { type: 'string' },
    priority: { type: 'integer' },
    fields: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          name: { type: 'string' },
          type: { type: 'string' },
          required: { type: 'boolean' },
          description: { type: 'string' },
        },
        required: ['name', 'type', 'required', 'description'],
        additionalProperties: false,
      },
    },
  },
  required: ['name', 'description', 'priority', 'fields'],
  additionalProperties: false,
} satisfies NonNullable<Extract<ModelCall['responseFormat'], { type: 'json' }>['schema']>;

export function draftCall(description: string, signal: AbortSignal | undefined): ModelCall {
  return {
    temperature,
    responseFormat: { type: 'json', name: 'goal', schema },
    prompt: [
      { role: 'system', content: instructions },
      { role: 'user', content: [{ type: 'text', text: description }] },
    ],
    ...(signal && { abortSignal: signal }),
  };
}

/** @throws Refusal 502 when the text is no goal. */
export function draftOf(text: string, model: string): GoalSuggestion {
  let draft: unknown;
  try {
    draft = JSON.parse(text);
  } catch (error) {
    throw new Refusal(502, `${model} drafted no goal: its answer is no JSON: ${messageOf(error)}`);
  }
  const problems = problemsOf(GoalSuggestion, draft);
  if (problems) {
    const words = problems.map(({ path, message }) => `${path || 'it'}: ${message}`).join('; ');
    throw new Refusal(502, `${model} drafted no goal: ${words}`);
  }
  return GoalSuggestion.parse(draft);
}
