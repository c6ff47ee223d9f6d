/** A brain without a model: the same agent and message always get the same answer, made of the agent's own words. */
import type { Brain, Question } from './brain';
import { suggestGoal } from './suggest';
import { tokenize } from './tokens';

// The platform's documented defaults for the two keys of `metadata` that feed the prompt.
const defaultScope = 'general customer assistance';
const defaultTone = 'professional, warm, and helpful';

/** The default brain: needs no model, and gives the same agent and message the same answer. */
export const scriptedBrain: Brain = {
  answer: (question) => tokenize(compose(question)),
  countInput: ({ agent, message }) => {
    const { scope, tone } = promptOf(agent);
    const prompt = [agent.instructions, agent.policy ?? '', scope, tone, message];
    return prompt.reduce((sum, text) => sum + tokenize(text).length, 0);
  },
  suggest: suggestGoal,
};

function compose({ agent, message }: Question): string {
  const { scope, tone } = promptOf(agent);
  const style = styleOf(tone);
  const rule = mostRelevant(agent.policy ?? '', message);
  const known = rule ?? mostRelevant(agent.instructions, message);
  const seed = hash(`${agent.name}\n${message}`);
  const sentences = [
    style.opening,
    introduces(message) && `I'm ${agent.name}, here for ${scope}.`,
    topicOf(message, known, style, seed),
    known && asOneself(known),
    agent.knowledgeBaseConfig && 'I have looked it up in our knowledge base.',
    pick(style.closings, seed),
  ];
  return sentences.filter(Boolean).join(' ');
}

function promptOf({ metadata }: Question['agent']) {
  const { scope, toneStyle } = metadata;
  return {
    scope: typeof scope === 'string' ? scope : defaultScope,
    tone: typeof toneStyle === 'string' ? toneStyle : defaultTone,
  };
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
function topicOf(message: string, known: string | undefined, style: Style, seed: number): string {
  const words = significant(message).filter((word) => /^\p{L}{3,}$/u.test(word));
  const stems = new Set(significant(known ?? '').map(stem));
  const topic = words.find((word) => stems.has(stem(word))) ?? words.at(-1) ?? 'question';
  return pick(style.about, seed).replace('TOPIC', () => `your ${topic}`);
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

const fillers = new Set(
  `a about after again all also am an and any are as at be been but by can could did do does doing for from get give
  good had has have having hello help hey hi how i if in into is it its just like make may me more morning my need no
  not of off on only or our out over please should so some tell than thank thanks that the their them then there these
  they thing this to too up us want was we were what when where which who why will with would yes you your`.split(
    /\s+/,
  ),
);

function significant(text: string): string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  return words.filter((word) => word.length > 1 && !fillers.has(word));
}

function stem(word: string): string {
  return word.replace(/(ing|ed|es|e|s)$/, '');
}

function pick(options: readonly string[], seed: number): string {
  return options[seed % options.length] ?? '';
}

/** FNV-1a */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  return value >>> 0;
}
