/** A failure in words: what happened, where, and what to do. */
import type { Failure } from '../failure';
import { wrapped } from '../shell/topics/page';
import { clean, cleanLine } from './clean';
import type { Paint } from './paint';

/** @param width of the terminal, if it is one. What is to be copied is never broken. */
export function failureText(
  failure: Failure,
  paint: Paint,
  width: number = Number.POSITIVE_INFINITY,
): string {
  const { message, problems = [], hint, next = [], status, requestId } = failure;
  const facts = [
    status !== undefined && `status ${status}`,
    requestId && `request ${requestId}`,
    triesOf(failure),
  ].filter(Boolean);
  const lines = [
    labelled('error:', clean(message).trim(), (label) => paint.bold(paint.red(label)), width),
    ...problems.map(({ path, message: problem }) =>
      path
        ? `  ${labelled(`${cleanLine(path)}:`, cleanLine(problem), paint.bold, width - 2, '    ')}`
        : `  ${fitted(cleanLine(problem), width - 2).join('\n    ')}`,
    ),
    ...(facts.length > 0 ? [paint.dim(`  ${cleanLine(facts.join(', '))}`)] : []),
    ...(hint ? [labelled('hint:', cleanLine(hint), paint.cyan, width)] : []),
    ...next.map((line) => `${paint.cyan('next:')} ${clean(line)}`),
    ...(failure.stack === undefined ? [] : [paint.dim(clean(failure.stack))]),
  ];
  return `${lines.join('\n')}\n`;
}

/** All lines but the first are indented, so that none of a server's words can pass for one of ours. */
function labelled(
  label: string,
  text: string,
  paint: (label: string) => string,
  width: number,
  margin = '  ',
): string {
  const lines = `${label} ${text}`.split('\n').flatMap((line) => fitted(line, width));
  return paint(label) + lines.join(`\n${margin}`).slice(label.length);
}

/** Broken at words alone: an address stays whole. */
function fitted(line: string, width: number): readonly string[] {
  return line.length <= width - 2 ? [line] : wrapped(line, Math.max(20, width - 2));
}

function triesOf({ attempts = [], durationMs = 0 }: Failure): string | false {
  return (
    attempts.length > 1 && `${attempts.length} attempts in ${(durationMs / 1000).toFixed(1)} s`
  );
}
