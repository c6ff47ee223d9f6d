/** A character or a sequence as the key that it stands for, named as Node's readline does. */
import { emitKeypressEvents, type Key as NodeKey } from 'node:readline';
import { Readable } from 'node:stream';
import { clean } from '../../output/clean';
import { extendedKey } from './extended-keys';
import type { Key } from './key';

export class KeyNames {
  /** Node's parser, which is given only what it knows: anything else it would take apart and hand over as typed. */
  readonly #parser = new Readable({ read() {} });
  #found: Key | undefined;

  constructor() {
    emitKeypressEvents(this.#parser);
    this.#parser.on('keypress', (text: string | undefined, key: NodeKey) => {
      this.#found = keyOf(text ?? '', key);
    });
  }

  /** Undefined for a key that nobody has heard of. */
  keyOf(text: string): Key | undefined {
    if (!text.startsWith(esc)) return this.#parsed(text);
    if (text === esc) return escapeKey;
    if (text === esc + esc) return { ...escapeKey, alt: true };
    const [, second = '', third] = text;
    if (third === undefined) return withAlt(this.#parsed(second), second);
    // What Alt makes of a sequence, in some terminals.
    if (second === esc) return withAlt(this.keyOf(text.slice(1)), '');
    return extendedKey(text) ?? (known.test(text) ? this.#parsed(text) : undefined);
  }

  #parsed(text: string): Key | undefined {
    this.#found = undefined;
    this.#parser.emit('data', text);
    return this.#found;
  }
}

const esc = '\u001b';

const escapeKey: Key & { readonly type: 'key' } = {
  type: 'key',
  name: 'escape',
  ctrl: false,
  alt: false,
  shift: false,
  text: '',
};

function keyOf(typed: string, { name, ctrl, meta, shift }: NodeKey): Key | undefined {
  const isWritten = !ctrl && !meta && !/\p{Cc}/u.test(typed);
  const text = isWritten ? clean(typed) : '';
  if (name === 'undefined' || name?.startsWith('paste-')) return undefined;
  if (name === undefined && text === '') return undefined;
  return {
    type: 'key',
    // Ctrl-space, which Node counts down from `a`.
    name: name === '`' && ctrl ? 'space' : (name ?? ''),
    ctrl: ctrl === true,
    alt: meta === true,
    shift: shift === true,
    text,
  };
}

function withAlt(key: Key | undefined, character: string): Key | undefined {
  return key?.type === 'key'
    ? { ...key, name: key.name || character, alt: true, text: '' }
    : undefined;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: sequences begin with one
const known = /^\u001b(?:\[\[[A-E]|\[(?:\d{1,3}(?:;\d)?)?[A-Za-z~^$]|O\d?[A-Za-z])$/;
