/** A comparison as Markdown, for people who read it later. Pure. */
import { markdownCell, markdownLine, markdownText } from '../output/markdown';
import type { MeasuredSide } from './compare';

export interface Comparison {
  readonly messages: readonly string[];
  readonly rounds: number;
  readonly sides: readonly MeasuredSide[];
}

export function markdownOf({ messages, rounds, sides }: Comparison): string {
  const titles = ['', 'agent', 'mode', 'voice', 'first token', 'first audio', 'end to end'];
  const rows = sides.map(({ name, agent, mode, voice, medians }) => [
    markdownCell(name),
    markdownCell(agent.name),
    mode,
    markdownCell(voice),
    ms(medians.firstToken),
    ms(medians.firstAudio),
    ms(medians.endToEnd),
    String(medians.underruns),
  ]);
  const turns = plural(messages.length, 'message');
  return [
    `# ${sides.map(({ name }) => markdownLine(name)).join(' against ')}`,
    `Medians of ${plural(rounds, 'round')} of ${turns}; underruns are of all turns together.`,
    table([...titles, 'underruns'], rows),
    ...sides.map(transcript),
    '',
  ].join('\n\n');
}

function transcript({ name, turns }: MeasuredSide): string {
  const parts = turns.map(({ round, message, response, marks, underruns }) =>
    [
      `**Round ${round}:** ${markdownText(message, 'within')}`,
      markdownText(response)
        .split('\n')
        .map((line) => `> ${line}`)
        .join('\n'),
      [
        `first token ${ms(marks.firstToken)}`,
        `first audio ${ms(marks.firstAudio)}`,
        `end to end ${ms(marks.end)}`,
        `underruns ${underruns}`,
      ].join(', '),
    ].join('\n\n'),
  );
  return [`## ${markdownLine(name)}`, ...parts].join('\n\n');
}

function table(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [titles, titles.map((_, at) => (at < 4 ? '---' : '---:')), ...rows];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

const ms = (time: number | null | undefined) => (time == null ? '' : `${time} ms`);
const plural = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`;
