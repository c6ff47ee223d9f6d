/** A judge's answer as verdicts. Pure. Lenient about the form, but nothing is guessed: what is not said is left open. */
import { isRecord } from '../../is-record';
import { cleanLine } from '../../output/clean';
import type { Criterion, Verdict } from './verdict';

/**
 * @param answer what the model wrote.
 * @param harmless a reason of its own as it may be shown: what is to be hidden goes before it is shortened.
 */
export function verdictsIn(
  answer: string,
  criteria: readonly Criterion[],
  harmless: (reason: string) => string = cleanLine,
): readonly Verdict[] {
  const entries = entriesOf(jsonIn(answer));
  if (!entries)
    return undecided(criteria, 'The judge did not answer in the form that was asked for');
  return criteria.map((criterion) => verdictOn(criterion, entries, { criteria, harmless }));
}

/** The same for all. */
export function undecided(criteria: readonly Criterion[], reason: string): readonly Verdict[] {
  return criteria.map((criterion) => open(criterion, reason));
}

function verdictOn(
  criterion: Criterion,
  entries: readonly Entry[],
  {
    criteria,
    harmless,
  }: { readonly criteria: readonly Criterion[]; readonly harmless: (reason: string) => string },
): Verdict {
  const { label, description } = criterion;
  const own = entries.filter((entry) => meantBy(entry.label, criteria) === criterion);
  const [first, ...others] = own;
  if (!first) return open(criterion, 'The judge did not answer to this one');
  const met = metIn(first.met);
  if (met === undefined) return open(criterion, 'The judge did not say yes or no');
  if (others.some((other) => metIn(other.met) !== met)) {
    return open(criterion, 'The judge said both yes and no');
  }
  const reason = typeof first.reason === 'string' ? shortened(harmless(first.reason)) : '';
  return { label, description, met, ...(reason !== '' && { reason }) };
}

const open = ({ label, description }: Criterion, reason: string): Verdict => ({
  label,
  description,
  met: undefined,
  reason,
});

interface Entry {
  readonly label?: unknown;
  readonly met?: unknown;
  readonly reason?: unknown;
}

/** As it stands, else in other case or spacing where only one label is then the same. */
function meantBy(label: unknown, criteria: readonly Criterion[]): Criterion | undefined {
  if (typeof label !== 'string') return undefined;
  const exact = criteria.find((criterion) => criterion.label === label);
  if (exact) return exact;
  const alike = criteria.filter((criterion) => loose(criterion.label) === loose(label));
  return alike.length === 1 ? alike[0] : undefined;
}

const loose = (label: string) => label.normalize('NFC').toLowerCase().replace(/\s+/g, ' ').trim();

function metIn(met: unknown): boolean | undefined {
  if (typeof met === 'boolean') return met;
  const word = typeof met === 'string' ? met.trim().toLowerCase() : '';
  return word === 'true' ? true : word === 'false' ? false : undefined;
}

/** `{"verdicts": [...]}`, or the list alone. */
function entriesOf(value: unknown): readonly Entry[] | undefined {
  const list = isRecord(value) && Object.hasOwn(value, 'verdicts') ? value['verdicts'] : value;
  return Array.isArray(list) ? list.filter(isRecord) : undefined;
}

/** The whole, what a single fence holds, or what stands between words about it. Undefined for anything else. */
function jsonIn(answer: string): unknown {
  // What a model thought aloud is not its answer.
  const text = answer.replace(/^\s*<think>[\s\S]*?<\/think>/i, '').trim();
  const fences = [...text.matchAll(/^[ \t]*```[a-z]*[ \t]*\r?\n([\s\S]*?)^[ \t]*```/gim)];
  const [only] = fences.length === 1 ? fences : [];
  const embedded = text.slice(text.search(/[[{]/), 1 + lastBracket(text));
  for (const candidate of [text, only?.[1], embedded]) {
    const value = candidate === undefined ? undefined : parsed(candidate);
    if (entriesOf(value)) return value;
  }
  return undefined;
}

const lastBracket = (text: string) => Math.max(text.lastIndexOf(']'), text.lastIndexOf('}'));

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function shortened(text: string, longest = 300): string {
  return text.length > longest ? `${text.slice(0, longest).trimEnd()}…` : text;
}
