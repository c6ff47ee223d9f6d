/** `/help`: what there is to say to the chat itself. */
import type { SlashCommand } from './command';

/** @param all asked when help is: some commands come later than this one. */
export function helpCommand(all: () => readonly SlashCommand[]): SlashCommand {
  return {
    name: 'help',
    aliases: ['h', '?'],
    takes: '',
    does: 'this list',
    async run(_, { print, context }) {
      const { paint } = context.out;
      print(helpText(all(), (line) => paint.dim(line)));
      return undefined;
    },
  };
}

/** Two columns, the second one paler. Pure. */
export function helpText(
  commands: readonly SlashCommand[],
  pale: (text: string) => string = (text) => text,
): string {
  const lines = [
    ...commands.map(({ name, takes, does }) => [`/${name} ${takes}`.trimEnd(), does] as const),
    ['//text', 'a message that begins with a stroke'] as const,
    ...keys,
  ];
  const width = Math.max(...lines.map(([left]) => left.length));
  return lines.map(([left, right]) => `${left.padEnd(width)}  ${pale(right)}`).join('\n');
}

const keys: readonly (readonly [string, string])[] = [
  ['Enter', 'send; Alt-Enter begins another line, and what is pasted keeps its lines'],
  ['Up, Down', 'what was said before'],
  ['Tab', 'complete a command'],
  ['Space', 'at an empty line, where there is a microphone: talk, and again to send'],
  ['Esc', 'stop the answer, or take back what is being said'],
  ['Ctrl-C', 'the same; at an empty line, leave'],
];
