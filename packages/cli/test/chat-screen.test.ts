/** What a person sees of a screen: what stands in the terminal, and what has scrolled out of it. */
import { afterEach, describe, expect, it, test } from 'vitest';
import type { Live } from '../src/chat/screen/screen';
import { type EmulatorOptions, Stage } from './chat-screen-emulator';

const prompt = (text: string, cursor = text.length) => ({ label: 'you › ', text, cursor });
const idle: Live = { body: [], prompt: prompt(''), status: ['ready'] };

let stage: Stage;
afterEach(() => stage.screen.close());

async function showing(live: Live, options?: EmulatorOptions) {
  stage = new Stage(options);
  stage.screen.show(live);
  await stage.settled();
  return stage.emulator;
}

describe('A screen', () => {
  it('shows an answer, what is typed and the status, from top to bottom', async () => {
    const seen = await showing({ body: ['Hello'], prompt: prompt('hi'), status: ['a', 'b'] });
    expect(seen.viewport).toEqual(['Hello', 'you › hi', 'a', 'b']);
    expect(seen.cursor).toEqual({ row: 1, column: 8 });
  });

  it('prints above what lives, in order', async () => {
    const seen = await showing(idle);
    for (let line = 0; line < 30; line++) stage.screen.print(`line ${line}`);
    stage.screen.show({ ...idle, status: ['busy'] });
    stage.screen.print('last');
    await stage.settled();
    const lines = Array.from({ length: 30 }, (_, line) => `line ${line}`);
    expect(seen.all).toEqual([...lines, 'last', 'you ›', 'busy']);
  });

  it('prints between frames without losing a line', async () => {
    const seen = await showing(idle);
    for (let line = 0; line < 40; line++) {
      stage.screen.print(`line ${line}`);
      stage.screen.show({ ...idle, body: ['x'.repeat(line)] });
      if (line % 5 === 0) await new Promise((resolve) => setTimeout(resolve, 15));
    }
    await stage.settled();
    expect(seen.all.slice(0, 40)).toEqual(Array.from({ length: 40 }, (_, line) => `line ${line}`));
  });

  it('draws many changes as few', async () => {
    await showing(idle);
    const before = stage.writes;
    for (let change = 0; change < 500; change++) {
      stage.screen.show({ ...idle, status: [`change ${change}`] });
      if (change % 50 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    await stage.settled();
    expect(stage.writes - before).toBeLessThan(10);
    expect(stage.emulator.viewport.at(-1)).toBe('change 499');
  });

  it('writes nothing where nothing has changed', async () => {
    await showing(idle);
    const before = stage.writes;
    stage.screen.show({ ...idle });
    await stage.settled();
    expect(stage.writes).toBe(before);
  });

  it('shows the end of an answer that is higher than the terminal', async () => {
    const body = [Array.from({ length: 400 }, (_, word) => `word${word}`).join(' ')];
    const seen = await showing({ ...idle, body });
    expect(seen.scrollback).toEqual([]);
    expect(seen.viewport).toHaveLength(10);
    expect(seen.viewport.slice(-3)).toEqual([expect.stringMatching(/word399$/), 'you ›', 'ready']);
    stage.screen.show(idle);
    stage.screen.print('answer');
    await stage.settled();
    expect(seen.all).toEqual(['answer', 'you ›', 'ready']);
  });

  it('keeps the cursor in sight in a prompt that is higher than the terminal', async () => {
    const text = Array.from({ length: 30 }, (_, line) => `line ${line}`).join('\n');
    const seen = await showing({ ...idle, prompt: prompt(text) });
    expect(seen.viewport.at(-2)).toBe('      line 29');
    expect(seen.cursor).toEqual({ row: 8, column: 13 });
    stage.screen.show({ ...idle, prompt: prompt(text, 0) });
    await stage.settled();
    expect(seen.viewport[0]).toBe('you › line 0');
    expect(seen.cursor).toEqual({ row: 0, column: 6 });
  });

  test.each<[string, string, number, string[], [number, number]]>([
    ['breaks between words', 'one two three!', 13, ['you › one two', '      three!'], [1, 11]],
    [
      'breaks a word that is too long',
      'abcdefghijklmno',
      12,
      ['you › abcdefghijklm', '      no'],
      [0, 18],
    ],
    ['counts wide characters', '日本語日本語日', 7, ['you › 日本語日本語', '      日'], [1, 8]],
    ['counts an accent as nothing', 'cafe\u0301 x', 7, ['you › cafe\u0301 x'], [0, 12]],
    ['shows tabs as spaces', 'a\tb', 2, ['you › a  b'], [0, 9]],
    ['shows no control character', 'a\u001b[31mb\u0007', 0, ['you › a[31mb'], [0, 6]],
    ['goes on in the next line', 'a\n\nb', 2, ['you › a', '', '      b'], [1, 6]],
    ['has Arabic as it was typed', 'مرحبا', 5, ['you › مرحبا'], [0, 11]],
  ])('%s where something is typed', async (_, text, cursor, rows, [row, column]) => {
    const seen = await showing({ ...idle, prompt: prompt(text, cursor) }, { columns: 20 });
    expect(seen.viewport.slice(0, -1)).toEqual(rows);
    expect(seen.cursor).toEqual({ row, column });
  });

  it('cuts status lines, in colour too, and never fills the last column', async () => {
    const long = `\u001b[31m${'m'.repeat(60)}\u001b[39m`;
    const seen = await showing({ body: ['b'.repeat(45)], prompt: prompt(''), status: [long, 'x'] });
    expect(seen.viewport).toEqual([
      'b'.repeat(39),
      'b'.repeat(6),
      'you ›',
      `${'m'.repeat(38)}…`,
      'x',
    ]);
    expect(seen.lines).toEqual(seen.viewport);
  });

  it('prints between words, and leaves a long address to the terminal, to be copied as one', async () => {
    const seen = await showing(idle);
    const address = `https://example.com/${'a'.repeat(40)}`;
    stage.screen.print(`See what is said of it in all detail there: ${address}\n  indented`);
    await stage.settled();
    expect(seen.lines).toEqual([
      'See what is said of it in all detail',
      'there:',
      address,
      '  indented',
      'you ›',
      'ready',
    ]);
  });

  it('has no cursor where nothing can be typed', async () => {
    await showing({ body: ['working'], status: [] });
    expect(stage.raw).not.toContain('\u001b[?25h');
    stage.screen.show(idle);
    await stage.settled();
    expect(stage.raw.lastIndexOf('\u001b[?25h')).toBeGreaterThan(
      stage.raw.lastIndexOf('\u001b[?25l'),
    );
  });

  it('tells of a new size before it draws for it', async () => {
    const seen = await showing(idle);
    stage.screen.onResize(() =>
      stage.screen.show({ ...idle, status: [`${stage.screen.columns} wide`] }),
    );
    await stage.resize(25, 10);
    expect(seen.viewport).toEqual(['you ›', '25 wide']);
  });

  it.each([
    [10, 10],
    [40, 3],
    [10, 3],
    [80, 30],
  ])('stands whole on %i columns and %i rows, and back', async (columns, rows) => {
    const live = { body: [], prompt: prompt('how are you'), status: ['a status line', 'b'] };
    const seen = await showing(live);
    for (let line = 0; line < 20; line++) stage.screen.print(`#${line}`);
    await stage.resize(columns, rows);
    expect(seen.viewport.length).toBeLessThanOrEqual(rows);
    expect(seen.viewport.join('\n')).toContain('you');
    await stage.resize(40, 10);
    expect(seen.viewport.slice(-3)).toEqual(['you › how are you', 'a status line', 'b']);
    const printed = seen.all.filter((line) => line.startsWith('#'));
    expect(printed).toEqual(Array.from({ length: 20 }, (_, line) => `#${line}`));
  });

  it('leaves what was printed and nothing else when it is closed at once', async () => {
    const seen = await showing(idle);
    stage.screen.print('one');
    stage.screen.close();
    stage.screen.print('two');
    stage.screen.show(idle);
    stage.screen.close();
    await stage.settled();
    expect(seen.all).toEqual(['one', 'two']);
    expect(seen.isPastingInBrackets).toBe(false);
  });

  it('keeps what is printed while the terminal is somebody else’s', async () => {
    const seen = await showing(idle);
    await stage.screen.aside(async () => {
      stage.screen.print('meanwhile');
      await stage.settled();
      expect(seen.all).toEqual([]);
      expect(seen.isPastingInBrackets).toBe(false);
    });
    await stage.settled();
    expect(seen.all).toEqual(['meanwhile', 'you ›', 'ready']);
    expect(seen.isPastingInBrackets).toBe(true);
  });
});
