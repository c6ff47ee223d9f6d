/** What a terminal sends, as keys; however it arrives. */
import { PassThrough } from 'node:stream';
import fc from 'fast-check';
import { afterEach, describe, expect, it, test } from 'vitest';
import type { Key } from '../src/chat/screen/key';
import { type Keys, readKeys, withoutKeys } from '../src/chat/screen/keys';

let reading: Keys | undefined;
afterEach(() => reading?.close());

function keyboard(ended?: () => void) {
  const stdin = new PassThrough();
  const seen: Key[] = [];
  const stream = stdin as unknown as NodeJS.ReadStream;
  reading = readKeys(stream, (key) => seen.push(key), ended);
  return { stdin, stream, seen, keys: reading, written: () => seen.map(shortly) };
}

function shortly(key: Key): string {
  if (key.type === 'paste') return `<${key.text}>`;
  const held = `${key.ctrl ? 'C-' : ''}${key.alt ? 'M-' : ''}${key.shift ? 'S-' : ''}`;
  return `${held}${key.name}${key.text === '' ? '' : `"${key.text}"`}`;
}

/** Until all that was sent has come through; a lone Escape takes its time. */
const calm = (milliseconds = 20) => new Promise((resolve) => setTimeout(resolve, milliseconds));

describe('A terminal’s keys', () => {
  test.each<[string, string, string[]]>([
    ['letters', 'aB', ['a"a"', 'S-b"B"']],
    ['letters of any language', 'éب日', ['"é"', '"ب"', '"日"']],
    ['emoji', '👍', ['"👍"']],
    ['a space', ' ', ['space" "']],
    ['Enter', '\r', ['return']],
    ['Ctrl-J', '\n', ['enter']],
    ['Alt-Enter', '\u001b\r', ['M-return']],
    ['Shift-Enter as kitty has it', '\u001b[13;2u', ['S-return']],
    ['Shift-Enter as xterm has it', '\u001b[27;2;13~', ['S-return']],
    ['Ctrl-C as kitty has it', '\u001b[99;5u', ['C-c']],
    ['a key let go, as kitty has it', '\u001b[97;1:3u', []],
    ['Ctrl-C', '\u0003', ['C-c']],
    ['arrows', '\u001b[A\u001bOB', ['up', 'down']],
    ['arrows by words', '\u001b[1;5D\u001b[1;3C\u001b\u001b[D', ['C-left', 'M-right', 'M-left']],
    ['Home, End, Delete', '\u001b[H\u001b[4~\u001b[3~', ['home', 'end', 'delete']],
    ['Alt and a letter', '\u001bb\u001bé', ['M-b', 'M-é']],
    ['Alt-Backspace', '\u001b\u007f', ['M-backspace']],
    ['Shift-Tab', '\u001b[Z', ['S-tab']],
    ['what nobody knows', '\u001b[?1;2c\u001b[12;40R\u001b[<0;3;4M\u001b[Ia', ['a"a"']],
    ['what the terminal answers', '\u001b]11;rgb:00/00/00\u0007\u001bP1$r0m\u001b\\a', ['a"a"']],
    ['a sequence that breaks off', '\u001b[12\ra', ['return', 'a"a"']],
    ['control characters', '\u001c\u001f\u0085a', ['a"a"']],
    ['pasted text', 'a\u001b[200~x\ry\tz\u001b[201~b', ['a"a"', '<x\ny\tz>', 'b"b"']],
    ['pasted control characters', '\u001b[200~\u001b[31mred\u0007\u0003\u001b[201~', ['<red>']],
    ['the end of a paste that was none', '\u001b[201~a', ['a"a"']],
  ])('%s', async (_, sent, expected) => {
    const { stdin, written } = keyboard();
    stdin.write(sent);
    await calm();
    expect(written()).toEqual(expected);
  });

  it('are the same however what is sent is cut in pieces', async () => {
    const parts = fc.array(
      fc.constantFrom(
        'a',
        'é',
        '👍',
        '\r',
        '\n',
        '\u001b[A',
        '\u001b[1;5D',
        '\u001b[13;2u',
        '\u001b\r',
        '\u001b]0;t\u0007',
        '\u001b[200~p\r\u001b[Aq👍\u001b[201~',
        '\u001b[99;40R',
      ),
      { maxLength: 8 },
    );
    const cuts = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1 });
    await fc.assert(
      fc.asyncProperty(parts, cuts, async (sent, sizes) => {
        const whole = keyboard();
        whole.stdin.write(sent.join(''));
        const cut = keyboard();
        const bytes = Buffer.from(sent.join(''));
        for (let at = 0, turn = 0; at < bytes.length; turn++) {
          const size = sizes[turn % sizes.length] ?? 1;
          cut.stdin.write(bytes.subarray(at, at + size));
          at += size;
        }
        await calm(1);
        expect(cut.written()).toEqual(whole.written());
        whole.keys.close();
        cut.keys.close();
      }),
      { numRuns: 60 },
    );
  });

  it('never write what is no text, whatever is sent', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 60 }), async (bytes) => {
        const { stdin, seen, keys } = keyboard();
        stdin.write(Buffer.from(bytes));
        await calm(1);
        keys.close();
        for (const { text } of seen) expect(text.replace(/[\n\t]/g, '')).not.toMatch(/\p{Cc}/u);
      }),
      { numRuns: 60 },
    );
  });

  it('tell a lone Escape from what follows later', async () => {
    const { stdin, written } = keyboard();
    stdin.write('\u001b');
    await calm(150);
    stdin.write('[A');
    await calm();
    expect(written()).toEqual(['escape', '"["', 'S-a"A"']);
  });

  it('come out of a paste that never ends by Ctrl-C', async () => {
    const { stdin, written } = keyboard();
    stdin.write('\u001b[200~half');
    await calm();
    expect(written()).toEqual([]);
    stdin.write('\u0003');
    await calm();
    expect(written()).toEqual(['<half>', 'C-c']);
  });

  it('come out of a paste that never ends by themselves', async () => {
    const { stdin, written } = keyboard();
    stdin.write('\u001b[200~half');
    await expect.poll(written, { timeout: 5000 }).toEqual(['<half>']);
    stdin.write('a');
    await calm();
    expect(written()).toEqual(['<half>', 'a"a"']);
  });

  it('are somebody else’s while it has the terminal, and what was read before is kept', async () => {
    const { stdin, stream, written, keys } = keyboard();
    stdin.write('a');
    await calm();
    await withoutKeys(stream, async () => {
      stdin.resume();
      stdin.write('theirs');
      expect(
        await new Promise((resolve) => stdin.once('data', (data) => resolve(String(data)))),
      ).toBe('theirs');
    });
    stdin.write('b');
    await calm();
    expect(written()).toEqual(['a"a"', 'b"b"']);
    keys.pause();
    stdin.write('c');
    await calm();
    expect(written()).toHaveLength(2);
    keys.resume();
    await calm();
    expect(written()).toEqual(['a"a"', 'b"b"', 'c"c"']);
  });

  it('end once, when the terminal is gone', async () => {
    let ends = 0;
    const { stdin } = keyboard(() => {
      ends += 1;
    });
    stdin.destroy(new Error('read EIO'));
    await calm();
    expect(ends).toBe(1);
  });
});
