/** `/help`: what there is to say to the chat itself. */
import { linesOf } from '../view/line-breaker';
import type { SlashCommand } from './command';
import { printWidth } from './print-width';

/** @param all asked when help is: some commands come later than this one. */
export function helpCommand(all: () => readonly SlashCommand[]): SlashCommand {
  return {
    name: 'help',
    aliases: ['h', '?'],
    takes: '',
    does: 'this list',
    async run(_, { print, context }) {
      const { paint } = context.out;
      print(helpText(all(), printWidth(context), (line) => paint.dim(line)));
      return undefined;
    },
  };
}

/** Two columns, the second one paler; a line that is too long goes on where its column begins. Pure. */
export function helpText(
  commands: readonly SlashCommand[],
  columns: number,
  pale: (text: string) => string = (text) => text,
): string {
  const entries = [
    ...commands.map(({ name, takes, does }) => [`/${name} ${takes}`.trimEnd(), does] as const),
    ['//text', 'a message that begins with a slash'] as const,
    ...keys,
  ];
  const widest = Math.max(...entries.map(([left]) => left.length));
  const layout = { columns, left: Math.min(widest, Math.floor(columns * 0.4)) };
  return entries.flatMap(([left, right]) => entryLines(left, right, layout, pale)).join('\n');
}

/** What is longer than its column has lines of its own, above what it means. */
function entryLines(
  left: string,
  right: string,
  layout: { readonly columns: number; readonly left: number },
  pale: (text: string) => string,
): readonly string[] {
  const gap = ' '.repeat(layout.left + 2);
  const meaning = wrapped(right, layout.columns - gap.length).map(pale);
  if (left.length > layout.left) {
    const [first = '', ...more] = wrapped(left, layout.columns - 4);
    const above = [first, ...more.map((line) => `    ${line}`)];
    return [...above, ...meaning.map((line) => gap + line)];
  }
  return meaning.map((line, at) => (at === 0 ? left.padEnd(gap.length) : gap) + line);
}

function wrapped(text: string, width: number): readonly string[] {
  return linesOf(text, { width }).map(({ start, end }) => text.slice(start, end));
}

const keys: readonly (readonly [string, string])[] = [
  ['Enter', 'send; Alt-Enter begins another line, and what is pasted keeps its lines'],
  ['Up, Down', 'what was said before'],
  ['Tab', 'complete a command'],
  ['Space', 'at an empty line, where there is a microphone: talk, and again to send'],
  ['Esc', 'stop the answer, or take back what is being said'],
  ['Ctrl-C', 'the same; at an empty line, leave'],
  ['Ctrl-D', 'at an empty line: leave, when all that was typed is done'],
];
