/** A goal drafted from a description, the same one each time: what to collect becomes typed fields. */
import type { GoalSuggestion } from '@voicectl/sdk/contract';

type Field = NonNullable<GoalSuggestion['fields']>[number];

export function suggestGoal(description: string): GoalSuggestion {
  const text = spaced(description);
  const { wanted, purpose } = split(text);
  const fields = uniqueByName(wanted.map(fieldOf));
  return {
    name: titleOf(purpose ?? text),
    description: description.trim(),
    priority: priorityOf(description),
    fields,
  };
}

/** A run of white space is one space, or one line break: patterns that look for runs would take long over long ones. */
function spaced(text: string): string {
  return text.replace(/[^\S\n]+/g, ' ').replace(/ ?\n[ \n]*/g, '\n');
}

const asking = /\b(?:collect|capture|gather|get|ask for|record|take|note|obtain|find out|need)\s+/i;
const towards = /\s+(?:for the|for an?|for|so that|in order to|to|before|when|while)\s+/i;

/** "Collect A, B and C for P" into its items and its purpose. */
function split(description: string): { wanted: string[]; purpose: string | undefined } {
  const [, rest] = cut(description, asking);
  if (rest === undefined) return { wanted: [], purpose: undefined };
  const [sentence] = cut(rest, /[.;!?\n]/);
  const [items, purpose] = cut(sentence, towards);
  const wanted = items
    .split(/\s*,\s*(?:and\s+|or\s+)?|\s+and\s+/i)
    .map((item) => item.replace(/^(?:an?|the|their|his|her|its|your)\s+/i, '').trim())
    .filter((item) => /\p{L}/u.test(item));
  return { wanted, purpose: purpose?.trim() };
}

function cut(text: string, at: RegExp): [string, string | undefined] {
  const match = at.exec(text);
  if (match === null) return [text, undefined];
  return [text.slice(0, match.index), text.slice(match.index + match[0].length)];
}

const types: readonly (readonly [RegExp, string])[] = [
  [/e-?mail/, 'email'],
  [/phone|mobile|whatsapp/, 'phone'],
  [/\b(url|website|link)\b/, 'url'],
  [/\b(date|time|day|when|appointment|slot|deadline)\b/, 'datetime'],
  [/\b(number of|how many|quantity|amount|budget|price|age|size|count)\b/, 'number'],
  [/\b(whether|if|consent|agreement|opt-in|confirmation)\b/, 'boolean'],
];

function fieldOf(item: string): Field {
  const lower = item.toLowerCase();
  const optional = /\b(optional|optionally|if (?:any|given|possible|available))\b/;
  const plain = lower.replace(optional, ' ').replace(/[()]/g, ' ');
  return {
    name: snake(plain),
    type: types.find(([pattern]) => pattern.test(plain))?.[1] ?? 'string',
    required: !optional.test(lower),
    description: `The caller's ${plain.replace(/\s+/g, ' ').trim()}`,
  };
}

function snake(text: string): string {
  const name = text.replace(/[^\p{L}\p{M}\p{N}]+/gu, '_').replace(/^_+|_+$/g, '');
  return shorten(name, 64) || 'field';
}

function uniqueByName(fields: readonly Field[]): Field[] {
  return [...new Map(fields.map((field) => [field.name, field])).values()];
}

/** The first words of the first sentence. */
function titleOf(text: string): string {
  const [sentence] = cut(text.trim(), /[.;!?]\s|\n/);
  const words = sentence
    .replace(/(?<![.;!?])[.;!?]+$/, '')
    .split(/\s+/)
    .slice(0, 6)
    .join(' ');
  return words === '' ? 'Goal' : (words[0]?.toUpperCase() ?? '') + shorten(words.slice(1), 119);
}

/** Counts characters, so that none is cut in two. */
function shorten(text: string, length: number): string {
  return [...text].slice(0, length).join('');
}

function priorityOf(description: string): number {
  if (/\b(urgent|urgently|immediately|critical|must|asap)\b/i.test(description)) return 1;
  return /\b(optional|optionally|nice to have|if possible)\b/i.test(description) ? 3 : 2;
}
