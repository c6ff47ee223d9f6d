/** What the file of a check is called where nobody says. Pure. */

/** Letters and numbers of any language, with hyphens: `where-is-my-order.check.yaml`. */
export function fileNameOf(name: string): string {
  const words = name
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '-');
  const short = [...words.replace(/^-/, '')].slice(0, 40).join('').replace(/-$/, '');
  return `${short === '' || reserved.test(short) ? `chat-${short}`.replace(/-$/, '') : short}.check.yaml`;
}

/** Of Windows, with any ending. */
const reserved = /^(con|prn|aux|nul|com\d|lpt\d)$/;
