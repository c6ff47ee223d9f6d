/** `--dry-run`: what would be sent, and the line for curl; keys stand there by the name of their variable. */
import type { Preview } from '@voicectl/sdk';
import type { Verb } from './commands/verb';
import { UsageError } from './failure';
import { namesOf } from './failure/scene';
import type { Output } from './output/index';

/** @throws UsageError for a command that would act all the same. */
export function refuseWithoutPreview(verb: Verb): void {
  if (verb.hasPreview) return;
  const command = ['voicectl', ...namesOf(verb)].join(' ');
  throw new UsageError(`${command} can't be previewed`, 'Leave --dry-run out.');
}

/** One, or a list of however many there are: what a program reads has the same shape each time. */
export async function showPreviews(
  out: Output,
  previewed: Preview | readonly Preview[],
): Promise<void> {
  const previews = [previewed].flat();
  if (out.format !== 'table') {
    return out.show(previewed, () => ({
      rows: previews,
      columns: [
        { title: 'method', value: ({ method }: Preview) => method },
        { title: 'url', value: ({ url }) => url, whole: true },
        { title: 'curl', value: ({ curl }) => curl, whole: true },
      ],
    }));
  }
  out.text(previews.map(text).join('\n'));
  out.say('Nothing was sent.');
}

function text({ method, url, headers, body, curl }: Preview): string {
  const lines = [
    `${method} ${url}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    ...(body === undefined ? [] : ['', JSON.stringify(body, null, 2)]),
    '',
    curl,
  ];
  return `${lines.join('\n')}\n`;
}
