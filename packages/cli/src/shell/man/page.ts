/** Man pages, written from the tree of commands: what is in no help can't be here, and the other way round. */
import type { Block } from '../topics/page';
import type { ArgumentNode, CommandNode, FlagNode } from '../tree';
import { quotedRoff, roff } from './roff';

export interface Chapter {
  readonly title: string;
  readonly blocks: readonly Block[];
}

/** `agents create` as `voicectl-agents-create`. */
export function pageName({ words }: CommandNode): string {
  return words.join('-');
}

/** @param chapters what only the page of the whole program has. */
export function manPage(
  node: CommandNode,
  root: CommandNode,
  version: string,
  chapters: readonly Chapter[] = [],
): string {
  const isRoot = node === root;
  const sections = [
    `.TH ${quotedRoff(pageName(node).toUpperCase())} 1 "" ${quotedRoff(`voicectl ${version}`)} "voicectl"`,
    // What can be copied is not to be broken or spread.
    '.nh\n.ad l',
    section('NAME', [`${roff(pageName(node))} \\- ${roff(node.summary.replace(/\.$/, ''))}`]),
    section('SYNOPSIS', [`.B ${roff(node.words.join(' '))}`, roff(usage(node))]),
    node.examples.length > 0 && section('EXAMPLES', code(node.examples)),
    node.commands.length > 0 && section('COMMANDS', node.commands.flatMap(commandLines)),
    node.arguments.length > 0 && section('ARGUMENTS', node.arguments.flatMap(argumentLines)),
    node.flags.length > 0 &&
      section(isRoot ? 'OPTIONS OF EVERY COMMAND' : 'OPTIONS', node.flags.flatMap(flagLines)),
    ...chapters.map(({ title, blocks }) => section(title, blocks.flatMap(blockLines))),
    section('SEE ALSO', seeAlso(node, root)),
  ];
  return `${sections.filter(Boolean).join('\n')}\n`;
}

function section(title: string, lines: readonly string[]): string {
  const [first, ...others] = lines;
  const content = first === '.PP' ? others : lines;
  return [`.SH ${quotedRoff(title)}`, ...content].join('\n');
}

export function usage(node: CommandNode): string {
  const parts = [
    node.commands.length > 0 ? 'COMMAND' : '',
    ...node.arguments.map(argumentTerm),
    '[OPTIONS]',
  ];
  return parts.filter(Boolean).join(' ');
}

function argumentTerm({ name, required, variadic }: ArgumentNode): string {
  const term = variadic ? `${name}...` : name;
  return required ? `<${term}>` : `[${term}]`;
}

function commandLines({ words, summary }: CommandNode): readonly string[] {
  return ['.TP', `.B ${roff(words.join(' '))}`, roff(summary)];
}

function argumentLines(argument: ArgumentNode): readonly string[] {
  return ['.TP', `.I ${roff(argument.name)}`, roff(withChoices(argument) || 'any text')];
}

function flagLines(flag: FlagNode): readonly string[] {
  const { long, short, value } = flag;
  const names = [short, long].filter((name) => name !== undefined).join(', ');
  const term = value === undefined ? '' : ` \\fI${roff(value.name)}\\fR`;
  return ['.TP', `\\fB${roff(names)}\\fR${term}`, roff(withChoices(flag) || long)];
}

function withChoices({ summary, choices }: Pick<FlagNode, 'summary' | 'choices'>): string {
  const listed = choices === undefined ? '' : `One of ${choices.join(', ')}.`;
  return [summary, listed].filter(Boolean).join(summary.endsWith('.') ? ' ' : '. ');
}

function blockLines(block: Block): readonly string[] {
  if (typeof block === 'string') return ['.PP', roff(block)];
  if ('code' in block) return ['.PP', ...code(block.code)];
  return block.terms.flatMap(([term, text]) => ['.TP', `.B ${roff(term)}`, roff(text || term)]);
}

function code(lines: readonly string[]): readonly string[] {
  return ['.nf', ...lines.map((line) => roff(line)), '.fi'];
}

function seeAlso(node: CommandNode, root: CommandNode): readonly string[] {
  const above = node.words.slice(0, -1);
  const pages = [
    ...(above.length > 0 ? [above.join('-')] : []),
    ...(above.length > 1 ? [root.name] : []),
    ...node.commands.map(pageName),
  ];
  const references = pages.map((name) => `.BR ${roff(name)} (1)`);
  const listed = references.map((line, index) =>
    index < references.length - 1 ? `${line} ,` : line,
  );
  return [...listed, '.PP', roff('voicectl help topics lists what else there is to read.')];
}
