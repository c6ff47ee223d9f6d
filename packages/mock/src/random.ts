/** Numbers that look random and repeat by seed, so that a run can be told again. Never for secrets. */

/** A sequence that its seed decides. */
export interface Random {
  /** The next number from 0 up to, but not including, 1. */
  next(): number;
  /** A whole number, `min` and `max` included. @throws RangeError when there is none between them. */
  int(min: number, max: number): number;
  /** One of a list. @throws RangeError when it is empty. */
  pick<T>(list: readonly T[]): T;
  /** A UUID shaped as version 4 (RFC 9562). */
  uuid(): string;
}

/** A new sequence; a number and its text are the same seed. */
export function random(seed: string | number): Random {
  const word = sfc32(hash(String(seed)));
  // 53 bits, as many as a double holds: with 32, large ranges would have holes.
  const next = () => ((word() >>> 5) * 2 ** 26 + (word() >>> 6)) / 2 ** 53;
  const int = (min: number, max: number) => {
    const lowest = Math.ceil(min);
    const highest = Math.floor(max);
    if (!(lowest <= highest)) throw new RangeError(`No whole number from ${min} to ${max}`);
    return lowest + Math.floor(next() * (highest - lowest + 1));
  };
  return {
    next,
    int,
    pick: (list) => {
      if (list.length === 0) throw new RangeError('Nothing to pick from: the list is empty');
      return list[int(0, list.length - 1)] as (typeof list)[number];
    },
    uuid: () => uuidOf([word(), word(), word(), word()]),
  };
}

type Words = readonly [number, number, number, number];

/** Chris Doty-Humphrey's small fast counter, four words of 32 bits; passes PractRand. */
function sfc32([first, second, third, fourth]: Words): () => number {
  let [a, b, c, counter] = [first, second, third, fourth];
  const word = () => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + sum) | 0;
    return sum >>> 0;
  };
  // The first words still resemble the seed.
  for (let round = 0; round < 15; round++) word();
  return word;
}

/** Four words of a text; seeds that differ by a letter share nothing. */
function hash(text: string): Words {
  const word = (start: number) => {
    let mixed = start ^ text.length;
    for (let index = 0; index < text.length; index++) {
      mixed = Math.imul(mixed ^ text.charCodeAt(index), 0x01000193);
      mixed ^= mixed >>> 15;
    }
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return (mixed ^ (mixed >>> 16)) >>> 0;
  };
  return [word(0x811c9dc5), word(0x9e3779b9), word(0x85ebca6b), word(0xc2b2ae35)];
}

const hexOfByte = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

function hex(word: number, shift: number): string {
  return hexOfByte[(word >>> shift) & 0xff] as string;
}

function uuidOf([a, b, c, d]: Words): string {
  const versioned = (b & 0xffff0fff) | 0x4000;
  const varied = (((c >>> 30) | 8) << 28) | (c & 0x0fffffff);
  const at = (word: number) => hex(word, 24) + hex(word, 16);
  const below = (word: number) => hex(word, 8) + hex(word, 0);
  return `${at(a)}${below(a)}-${at(versioned)}-${below(versioned)}-${at(varied)}-${below(varied)}${at(d)}${below(d)}`;
}
