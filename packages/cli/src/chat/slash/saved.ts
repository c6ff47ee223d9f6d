/** A conversation as a file: Markdown, JSON or plain text. Pure. */
import { clean, cleanJson, cleanLine } from '../../output/clean';
import { markdownLine, markdownText, struckMarkdown } from '../../output/markdown';
import { percentile } from '../../voice/meter';
import type { RoomTurn } from '../room';
import { summarize } from '../summary';
import { cutMark, cutOf, type NameOf } from './transcript';

export interface Conversation {
  /** ISO 8601. */
  readonly savedAt: string;
  readonly turns: readonly RoomTurn[];
  readonly nameOf: NameOf;
}

export type Kind = keyof typeof writers;

export function textOf(kind: Kind, conversation: Conversation): string {
  return writers[kind](conversation);
}

const writers = { '.md': markdown, '.json': json, '.txt': plain };
export const kinds = Object.keys(writers) as readonly Kind[];

function json({ savedAt, turns, nameOf }: Conversation): string {
  const ids = [...new Set(turns.map(({ agent }) => agent))];
  const agents = ids.map((id) => ({ id, name: nameOf(id) }));
  return `${cleanJson({ savedAt, agents, metrics: metricsOf(turns), turns }, 2)}\n`;
}

function markdown({ savedAt, turns, nameOf }: Conversation): string {
  const parts = turns.map((turn) => {
    const [heard, unheard] = cutOf(turn);
    const rest = unheard?.trim() ? ` ${struckMarkdown(unheard.trim())}` : '';
    const cut = unheard === undefined ? '' : ` **${markdownLine(cutMark)}**${rest}`;
    return [
      `## ${turn.turn}`,
      `**You:** ${markdownText(turn.message, 'within')}`,
      `**${markdownLine(nameOf(turn.agent))}:** ${markdownText(heard.trimEnd(), 'within')}${cut}`,
      `*${markdownLine(factsOf(turn))}*`,
    ].join('\n\n');
  });
  const title = `# A conversation with ${markdownLine(namesOf(turns, nameOf))}`;
  return [title, `Saved ${savedAt}. ${metricsLine(turns)}`, ...parts, ''].join('\n\n');
}

function plain({ savedAt, turns, nameOf }: Conversation): string {
  const parts = turns.map((turn) => {
    const [heard, unheard] = cutOf(turn);
    const cut = unheard === undefined ? '' : ` ${cutMark}${unheard.trimEnd()}`;
    return [
      `${turn.turn}. You: ${clean(turn.message)}`,
      `${cleanLine(nameOf(turn.agent))}: ${clean(heard + cut)}`,
      `(${factsOf(turn)})`,
    ].join('\n');
  });
  const title = `A conversation with ${cleanLine(namesOf(turns, nameOf))}, saved ${savedAt}`;
  return `${[title, metricsLine(turns), ...parts].join('\n\n')}\n`;
}

function namesOf(turns: readonly RoomTurn[], nameOf: NameOf): string {
  return [...new Set(turns.map(({ agent }) => nameOf(agent)))].join(', ');
}

function factsOf(turn: RoomTurn): string {
  const { voice, mode, stopped, reached, response, carried } = turn;
  return cleanLine(
    [
      voice === null ? 'text' : `${voice}, ${mode}`,
      ...(stopped ? [`stopped at ${reached} of ${response.length} characters`] : []),
      ...(carried > 0 ? [`with ${carried} earlier turns`] : []),
      summarize(turn),
    ].join(' · '),
  );
}

/** Milliseconds; null where nothing was measured. What was stopped has no end. */
export function metricsOf(turns: readonly RoomTurn[]) {
  const of = (times: readonly (number | undefined)[]) => {
    const known = times.filter((time) => time !== undefined);
    return { p50: percentile(known, 0.5) ?? null, p95: percentile(known, 0.95) ?? null };
  };
  return {
    turns: turns.length,
    firstToken: of(turns.map(({ marks }) => marks.firstToken)),
    firstAudio: of(turns.map(({ marks }) => marks.firstAudio)),
    endToEnd: of(turns.map(({ marks, stopped }) => (stopped ? undefined : marks.end))),
    underruns: turns.reduce((sum, { underruns }) => sum + underruns, 0),
  };
}

function metricsLine(turns: readonly RoomTurn[]): string {
  const { firstToken, firstAudio, endToEnd } = metricsOf(turns);
  const told = { 'first token': firstToken, 'first audio': firstAudio, 'end to end': endToEnd };
  const parts = Object.entries(told).flatMap(([what, { p50, p95 }]) =>
    p50 === null ? [] : [`${what} p50 ${p50} ms, p95 ${p95} ms`],
  );
  return parts.join('; ');
}
