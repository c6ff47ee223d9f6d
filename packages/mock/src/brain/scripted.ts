/** A brain without a model: the same agent and message always get the same answer, made of the agent's own words. */
import type { Brain, Question } from './brain';
import { manner, systemPrompt } from './prompt';
import { hash, pick } from './repeatable';
import { suggestGoal } from './suggest';
import { tokenize } from './tokens';
import { significant, stem } from './words';

/** The default brain: needs no model, and gives the same agent and message the same answer. */
export const scriptedBrain: Brain = {
  answer: (question) => tokenize(compose(question)),
  countInput: countPrompt,
  suggest: suggestGoal,
};

/** Tokens of the whole prompt, message included, as {@link tokenize} cuts them. */
export function countPrompt({ agent, message, passages }: Question): number {
  return tokenize(systemPrompt(agent, passages)).length + tokenize(message).length;
}

function compose(question: Question): string {
  const { agent, message } = question;
  const { scope, tone } = manner(agent);
  const style = styleOf(tone);
  // Documented as hidden from callers: it decides what the answer is about, and is never quoted.
  const rule = mostRelevant(agent.policy ?? '', message);
  const looked = lookedUp(question);
  const known = mostRelevant(agent.instructions, message);
  const seed = hash(`${agent.name}\n${message}`);
  const sentences = [
    style.opening,
    introduces(message) && `I'm ${agent.name}, here for ${scope}.`,
    pick(style.about, seed).replace('TOPIC', () => `your ${topicOf(message, rule ?? known)}`),
    rule && 'We have rules for this, and I will keep to them.',
    !rule && known && asOneself(known),
    looked,
    pick(style.closings, seed),
  ];
  return sentences.filter(Boolean).join(' ');
}

/** What the best passage says of the matter. */
function lookedUp({ agent, message, passages }: Question): string | undefined {
  if (!agent.knowledgeBaseConfig) return undefined;
  if (passages === undefined) return 'I have looked it up in our knowledge base.';
  const [best] = passages;
  if (best === undefined) return 'Our knowledge base has nothing about it.';
  const said = mostRelevant(best.text, message) ?? best.text;
  return `Our knowledge base says: ${said.replace(/\s+/g, ' ')}`;
}

interface Style {
  readonly opening: string;
  readonly about: readonly string[];
  readonly closings: readonly string[];
}

const casual: Style = {
  opening: 'Hey there!',
  about: ['Got it, this is about TOPIC.', 'Sure thing, TOPIC it is.'],
  closings: ['Want to tell me a bit more?', 'Anything else I should know?'],
};
const formal: Style = {
  opening: 'Good day.',
  about: ['Your request concerns TOPIC.', 'I have noted your request about TOPIC.'],
  closings: ['May I ask you for further details?', 'Please let me know how to proceed.'],
};
const warm: Style = {
  opening: 'Hello!',
  about: ["I'd be happy to help you with TOPIC.", 'Thank you for asking about TOPIC.'],
  closings: [
    'Could you give me a few more details, so that I can look into it?',
    'What else should I know before we go on?',
  ],
};

function styleOf(tone: string): Style {
  if (/\b(casual|upbeat|playful|relaxed|fun)\b/i.test(tone)) return casual;
  if (/\b(formal|strict|official|serious)\b/i.test(tone)) return formal;
  return warm;
}

function introduces(message: string): boolean {
  return /\b(hello|hi|hey|good (morning|afternoon|evening)|who are you|your name)\b/i.test(message);
}

/** The word that the message is about: one that the agent knows of, else the last one that says anything. */
function topicOf(message: string, known: string | undefined): string {
  const words = significant(message).filter((word) => /^\p{L}{3,}$/u.test(word));
  const stems = new Set(significant(known ?? '').map(stem));
  return words.find((word) => stems.has(stem(word))) ?? words.at(-1) ?? 'question';
}

/** The sentence that shares the most words with the message, if any does. */
function mostRelevant(text: string, message: string): string | undefined {
  const asked = new Set(significant(message).map(stem));
  let best: { sentence: string; shared: number } | undefined;
  for (const sentence of text.split(/(?<=[.!?])\s+/)) {
    const shared = significant(sentence).filter((word) => asked.has(stem(word))).length;
    if (shared > (best?.shared ?? 0)) best = { sentence: sentence.trim(), shared };
  }
  return best?.sentence;
}

/** "You are a helpful agent." as the agent would say it. */
function asOneself(instruction: string): string {
  return instruction
    .replace(/^You are\b/i, 'I am')
    .replace(/^You (can|will|may|must|should)\b/i, 'I $1')
    .replace(/\byour\b/gi, 'my');
}
