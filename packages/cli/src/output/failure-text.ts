/** A failure in words: what happened, where, and what to do. */
import type { Failure } from '../failure';
import { clean, cleanLine } from './clean';
import type { Paint } from './paint';

export function failureText(failure: Failure, paint: Paint): string {
  const { message, problems = [], hint, next = [], status, requestId } = failure;
  const facts = [
    status !== undefined && `status ${status}`,
    requestId && `request ${requestId}`,
    triesOf(failure),
  ].filter(Boolean);
  const lines = [
    // Indented, so that no line of a server's words can pass for one of ours.
    `${paint.bold(paint.red('error:'))} ${clean(message).trim().replace(/\n/g, '\n  ')}`,
    ...problems.map(({ path, message: problem }) =>
      path ? `  ${paint.bold(cleanLine(path))}: ${cleanLine(problem)}` : `  ${cleanLine(problem)}`,
    ),
    ...(facts.length > 0 ? [paint.dim(`  ${cleanLine(facts.join(', '))}`)] : []),
    ...(hint ? [`${paint.cyan('hint:')} ${cleanLine(hint)}`] : []),
    ...next.map((line) => `${paint.cyan('next:')} ${clean(line)}`),
    ...(failure.stack === undefined ? [] : [paint.dim(clean(failure.stack))]),
  ];
  return `${lines.join('\n')}\n`;
}

function triesOf({ attempts = [], durationMs = 0 }: Failure): string | false {
  return (
    attempts.length > 1 && `${attempts.length} attempts in ${(durationMs / 1000).toFixed(1)} s`
  );
}
