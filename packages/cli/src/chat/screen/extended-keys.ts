/** Keys as newer terminals spell them, with all that was held: `CSI 13;2u`, `CSI 27;2;13~`. */
import type { Key } from './key';

export function extendedKey(sequence: string): Key | undefined {
  const [, code, modifiers = '1', event] = kitty.exec(sequence) ?? modified(sequence) ?? [];
  if (code === undefined || event === released) return undefined;
  const held = Number(modifiers) - 1;
  const [shift, alt, ctrl] = [1, 2, 4].map((bit) => (held & bit) !== 0);
  const [name, plain] = named(Number(code));
  if (name === '') return undefined;
  const text = ctrl || alt ? '' : plain;
  const isShifted = shift === true;
  return {
    type: 'key',
    name,
    ctrl: ctrl === true,
    alt: alt === true,
    shift: isShifted,
    text: isShifted ? text.toUpperCase() : text,
  };
}

/** xterm has them the other way round. */
function modified(sequence: string): string[] | undefined {
  const [, modifiers, code] = xterm.exec(sequence) ?? [];
  return code === undefined || modifiers === undefined ? undefined : ['', code, modifiers];
}

function named(code: number): readonly [name: string, text: string] {
  const name = names.get(code);
  if (name !== undefined) return [name, ''];
  if (code === 32) return ['space', ' '];
  // Keys that write nothing have numbers of private use.
  if (code < 32 || code > 0x10ffff || (code >= 0xd800 && code <= 0xf8ff)) return ['', ''];
  const character = String.fromCodePoint(code);
  return [character.toLowerCase(), character];
}

const names = new Map([
  [8, 'backspace'],
  [9, 'tab'],
  [13, 'return'],
  [27, 'escape'],
  [127, 'backspace'],
  [57_414, 'return'],
]);

/* biome-ignore-start lint/suspicious/noControlCharactersInRegex: sequences begin with one */
const kitty = /^\u001b\[(\d{1,7})(?::\d*)*(?:;(\d{1,3})(?::(\d))?(?:;[\d:]*)?)?u$/;
const xterm = /^\u001b\[27;(\d{1,3});(\d{1,7})~$/;
/* biome-ignore-end lint/suspicious/noControlCharactersInRegex: as above */
const released = '3';
