/** What a terminal sends, cut into what belongs together: characters, sequences, pasted text. */

import { wholeSequence } from './key-sequences';

export type KeyToken =
  | { readonly type: 'text'; readonly text: string }
  /** Begins with Escape. */
  | { readonly type: 'sequence'; readonly text: string }
  | { readonly type: 'paste'; readonly text: string };

/** What more has to come, if anything: after Escape a person may have stopped, a sequence or a paste is still on its way. */
export type Awaited = 'nothing' | 'escape' | 'sequence' | 'paste';

export class KeyTokens {
  #pending = '';
  #pasted: string | undefined;

  push(text: string): KeyToken[] {
    // A way out of a paste that never ends.
    if (this.#pasted !== undefined && text === '\u0003') {
      return [...this.flush(), { type: 'text', text }];
    }
    this.#pending += text;
    const tokens: KeyToken[] = [];
    for (let token = this.#next(); token; token = this.#next()) {
      if (token.text !== '') tokens.push(token);
    }
    return tokens;
  }

  get awaited(): Awaited {
    if (this.#pasted !== undefined) return 'paste';
    if (this.#pending === '') return 'nothing';
    return this.#pending === esc ? 'escape' : 'sequence';
  }

  /** No more comes. Half a sequence says nothing. */
  flush(): KeyToken[] {
    const [pending, pasted] = [this.#pending, this.#pasted];
    this.#pending = '';
    this.#pasted = undefined;
    if (pasted !== undefined) return [{ type: 'paste', text: pasted + pending }];
    return pending.startsWith(esc) && [...pending].length <= 2
      ? [{ type: 'sequence', text: pending }]
      : [];
  }

  #next(): KeyToken | undefined {
    return this.#pasted === undefined ? this.#key() : this.#paste(this.#pasted);
  }

  #key(): KeyToken | undefined {
    const pending = this.#pending;
    if (pending.startsWith(esc)) {
      const sequence = wholeSequence(pending);
      if (sequence === undefined) return undefined;
      this.#pending = pending.slice(sequence.length);
      if (sequence !== pasteBegin) return { type: 'sequence', text: sequence };
      this.#pasted = '';
      return this.#paste('');
    }
    const [character] = pending;
    if (character === undefined) return undefined;
    this.#pending = pending.slice(character.length);
    return { type: 'text', text: character };
  }

  #paste(before: string): KeyToken | undefined {
    const end = this.#pending.indexOf(pasteEnd);
    if (end < 0) {
      // Its end may come in pieces.
      const kept = Math.max(0, this.#pending.length - pasteEnd.length + 1);
      this.#pasted = before + this.#pending.slice(0, kept);
      this.#pending = this.#pending.slice(kept);
      return undefined;
    }
    const text = before + this.#pending.slice(0, end);
    this.#pending = this.#pending.slice(end + pasteEnd.length);
    this.#pasted = undefined;
    return { type: 'paste', text };
  }
}

const esc = '\u001b';
const pasteBegin = '\u001b[200~';
const pasteEnd = '\u001b[201~';
