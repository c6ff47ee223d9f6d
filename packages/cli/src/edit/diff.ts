/** What differs between two texts, for a person: lines, and within a line the words. */

import { diffWordsWithSpace, structuredPatch } from 'diff';
import type { Context } from '../context';
import { clean } from '../output/clean';
import type { Paint } from '../output/paint';

/** For a person's eyes: not where a program reads and nobody has to agree. */
export async function showDiff(
  { out, interactive }: Context,
  before: string,
  after: string,
): Promise<void> {
  if (out.isForMachines && !interactive) return;
  await out.prepare();
  out.words(diffText(before, after, out.errorPaint));
}

/** Empty where nothing differs. */
export function diffText(before: string, after: string, paint: Paint): string {
  const { hunks } = structuredPatch('', '', before, after, '', '', { context: 2 });
  return hunks
    .map(({ lines }) =>
      runs(lines)
        .map((run) => draw(run, paint))
        .join(''),
    )
    .join(`${paint.dim('  …')}\n`);
}

/** Lines in a row with the same sign; what was taken away is together with what came in its place. */
interface Run {
  readonly same: string[];
  readonly gone: string[];
  readonly come: string[];
}

function runs(lines: readonly string[]): Run[] {
  const all: Run[] = [];
  for (const line of lines) {
    // The note that a text has no line end, which no YAML lacks.
    if (line.startsWith('\\')) continue;
    const part = line.startsWith('-') ? 'gone' : line.startsWith('+') ? 'come' : 'same';
    let run = all.at(-1);
    if (!run || (part === 'same' ? run.gone.length + run.come.length > 0 : false)) {
      run = { same: [], gone: [], come: [] };
      all.push(run);
    }
    run[part].push(clean(line.slice(1)));
  }
  return all;
}

function draw({ same, gone, come }: Run, paint: Paint): string {
  const [before, after] =
    gone.length === come.length ? emphasized(gone, come, paint) : [gone, come];
  return [
    ...same.map((line) => paint.dim(`  ${line}`)),
    ...before.map((line) => paint.red(`- ${line}`)),
    ...after.map((line) => paint.green(`+ ${line}`)),
  ]
    .map((line) => `${line}\n`)
    .join('');
}

/** As many lines as before: each is another wording of its counterpart. */
function emphasized(gone: readonly string[], come: readonly string[], paint: Paint) {
  const pairs = gone.map((line, at) => diffWordsWithSpace(line, come[at] ?? ''));
  const side = (hidden: 'added' | 'removed', shown: 'added' | 'removed') =>
    pairs.map((parts) =>
      parts
        .filter((part) => !part[hidden])
        .map((part, at, all) => {
          if (part[shown]) return paint.inverse(part.value);
          return near(part.value, at > 0, at < all.length - 1);
        })
        .join(''),
    );
  return [side('added', 'removed'), side('removed', 'added')] as const;
}

/** What stayed in a long paragraph: some words beside what changed before it and after it. */
function near(text: string, isAfter: boolean, isBefore: boolean): string {
  if (text.length <= longest) return text;
  const [head = ''] = (isAfter && /^.{0,40}(?=\s)/su.exec(text)) || [];
  const [tail = ''] = (isBefore && /(?<=\s)\S.{0,39}$/su.exec(text)) || [];
  return `${head && `${head} `}…${tail && ` ${tail}`}`;
}

/** Characters that are read at a glance. */
const longest = 100;
