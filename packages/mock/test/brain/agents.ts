/** An agent and what a brain says to it. */
import type { Agent, TokenUsage } from '@voicectl/sdk/contract';
import type { Brain, Question } from '../../src/brain/brain';

export const nora: Agent = {
  id: '550e8400-e29b-41d4-a716-446655440000',
  organizationId: 'o',
  name: 'Nora',
  description: null,
  instructions: 'You are a guide. You can book tables in the garden.',
  policy: null,
  status: 'active',
  version: 1,
  modelConfig: { model: 'openai/gpt-4o-mini' },
  voiceConfig: null,
  memoryConfig: null,
  knowledgeBaseConfig: null,
  metadata: {},
  createdAt: '2025-01-15T10:30:00.000Z',
  updatedAt: '2025-01-15T10:30:00.000Z',
  createdBy: null,
};

export interface Heard {
  readonly text: string;
  readonly usage: TokenUsage | undefined;
}

/** A whole answer, and what was reported of it. */
export async function hear(
  brain: Brain,
  message: string,
  question: Partial<Question> = {},
): Promise<Heard> {
  let usage: TokenUsage | undefined;
  const pieces: string[] = [];
  const asked = { agent: nora, message, ...question };
  for await (const piece of brain.answer(asked, undefined, (told) => {
    usage = told;
  }))
    pieces.push(piece);
  return { text: pieces.join(''), usage };
}

/** The text alone. */
export const say = async (brain: Brain, message: string, agent: Partial<Agent> = {}) =>
  (await hear(brain, message, { agent: { ...nora, ...agent } })).text;
