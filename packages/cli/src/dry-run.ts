/** `--dry-run`: what would be sent, and the line for curl; keys stand there by the name of their variable. */
import type { Preview } from '@voicectl/sdk';
import type { Output } from './output/index';

export async function showPreviews(out: Output, previews: readonly Preview[]): Promise<void> {
  if (out.format !== 'table') {
    const [only] = previews;
    return out.show(previews.length === 1 ? only : previews, () => ({
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
