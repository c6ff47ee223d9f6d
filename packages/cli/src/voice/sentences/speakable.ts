/** An answer's characters, one by one, into what is said of them: markup, code, links and emoji fall silent. */
import { isNewline, isWordly } from './characters';
import { code, inline } from './inline';
import { closesCode, longestOpening, opening, opensCode } from './opening';
import type { Part, Unit } from './unit';

export class Speakable {
  /** Characters of which it isn't known yet what they are. */
  #held = '';
  /** Where in the answer `#held` begins. */
  #at = 0;
  #where: 'opening' | 'line' | { readonly fence: string } = 'opening';
  #before = '\n';
  #brackets = 0;
  #inCode = false;
  #units: Unit[] = [];

  /** @param character a code point. */
  push(character: string): readonly Unit[] {
    if (isNewline(character)) this.#newline(character);
    else this.#take(character);
    return this.#taken();
  }

  /** What needs no more to be said, when nothing comes for a while. */
  settle(): readonly Unit[] {
    if (this.#where === 'line' && this.#held === '!') this.#closeLine();
    return this.#taken();
  }

  end(): readonly Unit[] {
    this.#endLine();
    return this.#taken();
  }

  #take(character: string): void {
    this.#held += character;
    if (typeof this.#where === 'object') return;
    const parts = this.#read(false);
    if (parts) this.#apply(parts);
    else if (this.#held.length >= longestOpening) this.#enterCode();
  }

  /** What stands beside a fence is not said, and may be as long as it likes. */
  #enterCode(): void {
    const fence = this.#where === 'opening' ? opensCode(this.#held) : undefined;
    if (fence !== undefined) this.#where = { fence };
  }

  #read(whole: boolean): readonly Part[] | undefined {
    if (this.#where === 'opening') return opening(this.#held, whole);
    const [first = ''] = this.#held;
    if (this.#togglesCode(first)) this.#inCode = !this.#inCode;
    if (this.#inCode) return [code(first)];
    return inline(this.#held, { before: this.#before, brackets: this.#brackets }, whole);
  }

  /** A backtick in a word is somebody's apostrophe. */
  #togglesCode(first: string): boolean {
    return first === '`' && this.#before !== '`' && (this.#inCode || !isWordly(this.#before));
  }

  /** What was read becomes units; what was held beyond it is read anew. */
  #apply(parts: readonly Part[]): void {
    const used = parts.reduce((sum, { length }) => sum + length, 0);
    const rest = this.#held.slice(used);
    if (this.#where === 'line') this.#count(this.#held.slice(0, used));
    else this.#where = 'line';
    this.#held = '';
    for (const part of parts) this.#say(part);
    for (const character of rest) this.#take(character);
  }

  #count(read: string): void {
    this.#before = Array.from(read.slice(-2)).at(-1) ?? this.#before;
    if (this.#inCode) return;
    if (read === '[') this.#brackets += 1;
    if (read.startsWith(']') && this.#brackets > 0) this.#brackets -= 1;
  }

  #say({ kind, text, length }: Part): void {
    const start = this.#at;
    this.#at += length;
    this.#units.push({ kind, text, start, end: this.#at });
  }

  #newline(character: string): void {
    this.#endLine();
    this.#say({ kind: 'break', text: '', length: character.length });
    this.#before = '\n';
    this.#brackets = 0;
    this.#inCode = false;
  }

  #endLine(): void {
    if (typeof this.#where === 'object') {
      if (closesCode(this.#held, this.#where.fence)) this.#where = 'opening';
      this.#skip();
      return;
    }
    const fence = this.#where === 'opening' ? opensCode(this.#held) : undefined;
    if (fence === undefined) this.#closeLine();
    else this.#skip();
    this.#where = fence === undefined ? 'opening' : { fence };
  }

  #closeLine(): void {
    while (this.#held !== '' && typeof this.#where === 'string') {
      this.#apply(this.#read(true) ?? []);
    }
  }

  #skip(): void {
    this.#at += this.#held.length;
    this.#held = '';
  }

  #taken(): readonly Unit[] {
    const units = this.#units;
    this.#units = [];
    return units;
  }
}
