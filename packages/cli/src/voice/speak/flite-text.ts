/** Flite reads ASCII and drops what it does not know: what has a sound in English is put into letters first. */

export function fliteText(text: string): string {
  return text
    .replace(beforeNumber, (_, sign: string, amount: string) => `${amount} ${currencies[sign]}`)
    .replace(signs, (sign) => ` ${words[sign]} `)
    .replace(/[‘’ʼ]/g, "'")
    .replace(/[“”«»]/g, '"')
    .replace(/\s*[–—]\s*/g, ', ')
    .replace(/…/g, '...')
    .replace(/[æœßøðþł]/gi, (letter) => letters[letter.toLowerCase()] ?? letter)
    .normalize('NFKD')
    .replace(/[^\n\x20-\x7e]/g, (letter) => (/\p{M}/u.test(letter) ? '' : ' '))
    .replace(/\s+/g, ' ')
    .trim();
}

/** Whether there is anything that flite would say. */
export const isSpeakable = (text: string): boolean => /[a-z0-9]/i.test(text);

const currencies: Readonly<Record<string, string>> = {
  '€': 'euros',
  '£': 'pounds',
  '¥': 'yen',
};
const words: Readonly<Record<string, string>> = {
  ...currencies,
  '°': 'degrees',
  '×': 'times',
  '÷': 'divided by',
  '≈': 'about',
  '½': 'one half',
  '¼': 'one quarter',
  '¾': 'three quarters',
  '©': 'copyright',
};
const letters: Readonly<Record<string, string>> = {
  æ: 'ae',
  œ: 'oe',
  ß: 'ss',
  ø: 'o',
  ð: 'd',
  þ: 'th',
  ł: 'l',
};
const beforeNumber = /([€£¥])\s?(\d+(?:[.,]\d+)*)/g;
const signs = new RegExp(`[${Object.keys(words).join('')}]`, 'g');
