/** The words that Moonshine knows (LLaMA's, as in llama-tokenizer-js, MIT), as sherpa wants them: in base64, one a line. */

/** @throws Error when they are not in the text. */
export function tokensIn(script: string): string {
  const [, base64] = /"(PHVuaz4K[A-Za-z0-9+/]{1000,}=*)"/.exec(script) ?? [];
  if (base64 === undefined) throw new Error('it does not hold the words that the model knows');
  const words = Buffer.from(base64, 'base64').toString('utf8').split('\n');
  return words.map((word, id) => `${bytesOf(word).toString('base64')}\t${id}\n`).join('');
}

/** `<0x0A>` is one byte; a lower block stands for a space. */
function bytesOf(word: string): Buffer {
  const [, hex] = /^<0x([0-9A-F]{2})>$/.exec(word) ?? [];
  return hex === undefined ? Buffer.from(word.replaceAll('▁', ' ')) : Buffer.from(hex, 'hex');
}
