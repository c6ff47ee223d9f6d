/** What stands on a terminal after any series of prints, changes and new sizes. */
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { placeAt } from '../src/chat/screen/graphemes';
import { layoutOf } from '../src/chat/screen/layout';
import { LiveArea } from '../src/chat/screen/live-area';
import { type Reflow, reflowOf, rowsAboveCursor } from '../src/chat/screen/reflow';
import type { Live } from '../src/chat/screen/screen';
import { Emulator } from './chat-screen-emulator';

type Step =
  | { readonly type: 'print'; readonly lines: number }
  | { readonly type: 'show'; readonly live: Live }
  | { readonly type: 'resize'; readonly columns: number; readonly rows: number };

/** Of the same width to us and to the emulator. */
const sober = ['go', 'déjà', 'مرحبا', '日本語', 'e\u0301', '…', 'longerthanafewletters'];
const emoji = ['👩‍🚀', '🇫🇷', '👍🏽', '☎️'];

const prints: fc.Arbitrary<Step> = fc.record({
  type: fc.constant('print' as const),
  lines: fc.integer({ min: 1, max: 4 }),
});

describe('Live lines', () => {
  it('leave each printed line in the scrollback once and in order, whatever they show', async () => {
    const steps = fc.array(fc.oneof(prints, shows([...sober, ...emoji])), { maxLength: 25 });
    await fc.assert(
      fc.asyncProperty(steps, async (all) => {
        const { lines, drawn } = await played(all, { columns: 24, rows: 8 });
        expect(lines.slice(0, lines.length - drawn)).toEqual(lines.filter(isPrinted));
        expect(lines.filter(isPrinted)).toEqual(printedBy(all));
      }),
      { numRuns: 100, interruptAfterTimeLimit: 12_000 },
    );
  });

  it('are taken away to the last row at any new width', async () => {
    // High enough for all that a narrow terminal makes of them: what has gone into the scrollback is out of reach.
    const resizes = fc.record({
      type: fc.constant('resize' as const),
      columns: fc.integer({ min: 10, max: 60 }),
      rows: fc.constant(200),
    });
    const steps = fc.array(fc.oneof(prints, shows(sober), resizes), { maxLength: 15 });
    const above = fc.integer({ min: 0, max: 250 });
    await fc.assert(
      fc.asyncProperty(steps, above, async (all, rows) => {
        const { lines, drawn } = await played(all, { columns: 40, rows: 200 }, rows);
        expect(lines.slice(0, lines.length - drawn)).toEqual(printedBy(all));
      }),
      { numRuns: 100, interruptAfterTimeLimit: 12_000 },
    );
  });

  it('never take a printed line with them, however small the terminal becomes', async () => {
    const resizes = fc.record({
      type: fc.constant('resize' as const),
      columns: fc.integer({ min: 10, max: 60 }),
      rows: fc.integer({ min: 3, max: 30 }),
    });
    const steps = fc.array(fc.oneof(prints, shows(sober), resizes), { maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(steps, async (all) => {
        const { lines } = await played(all, { columns: 40, rows: 20 });
        expect(lines.filter(isPrinted)).toEqual(printedBy(all));
      }),
      { numRuns: 100, interruptAfterTimeLimit: 12_000 },
    );
  });
});

describe('Rows above the cursor', () => {
  const rows = ['a'.repeat(30), '日'.repeat(8), `you › ${'b'.repeat(20)}`, 'status'];
  const size = { columns: 40, rows: 10 };
  test.each<[string, Reflow, number, number, number]>([
    ['as they were drawn', 'tracking', 40, 26, 2],
    ['wrapped again, those of the cursor too', 'tracking', 15, 26, 5],
    ['wrapped again, with the cursor in the first of its own', 'tracking', 15, 14, 4],
    ['with wide characters, which are never halved', 'tracking', 11, 6, 5],
    ['cut off, and as many as before', 'none', 15, 26, 2],
    ['in xterm.js, where the row of the cursor stays one', 'xterm.js', 15, 26, 4],
  ])('are counted %s', (_, reflow, columns, column, expected) => {
    const drawn = { rows, cursor: { row: 2, column }, size };
    expect(rowsAboveCursor(drawn, { columns, rows: 10 }, reflow)).toBe(expected);
  });

  test.each<[NodeJS.ProcessEnv, Reflow]>([
    [{ TERM: 'xterm-256color' }, 'tracking'],
    [{ TERM: 'xterm-256color', TERM_PROGRAM: 'vscode' }, 'xterm.js'],
    [{ TERM: 'xterm', XTERM_VERSION: 'XTerm(390)' }, 'none'],
    [{ TERM: 'linux' }, 'none'],
    [{ TERM: 'screen', TMUX: '/tmp/x', XTERM_VERSION: 'XTerm(390)' }, 'tracking'],
  ])('are counted by what is known of the terminal: %j', (env, reflow) => {
    expect(reflowOf(env)).toBe(reflow);
  });
});

/** Does as the screen does, one write a step. */
async function played(
  steps: readonly Step[],
  start: { readonly columns: number; readonly rows: number },
  above = 0,
): Promise<{ lines: string[]; drawn: number }> {
  const emulator = new Emulator(start);
  const area = new LiveArea('xterm.js');
  await emulator.write('\r\n'.repeat(above));
  let live: Live = { body: [], status: [] };
  let count = 0;
  let drawn = 0;
  for (const step of steps) {
    const printed: string[] = [];
    if (step.type === 'show') live = step.live;
    if (step.type === 'print') {
      for (let line = 0; line < step.lines; line++) printed.push(`#${count++}`);
    }
    if (step.type === 'resize') {
      emulator.resize(step.columns, step.rows);
      area.disturb();
    }
    const size = { columns: emulator.columns, rows: emulator.height };
    const layout = layoutOf(live, size);
    await emulator.write(area.frame(layout, size, printed));
    drawn = trimmedLength(layout.rows);
    if (layout.cursor) {
      const top = emulator.cursor.row - layout.cursor.row;
      expect(emulator.cursor.column).toBeLessThan(emulator.columns);
      expect(top).toBeGreaterThanOrEqual(0);
    }
  }
  return { lines: emulator.all.slice(above), drawn };
}

/** Empty rows at the end are none to the emulator. */
function trimmedLength(rows: readonly string[]): number {
  return rows.findLastIndex((row) => row.trim() !== '') + 1;
}

function printedBy(steps: readonly Step[]): string[] {
  const count = steps.reduce((sum, step) => sum + (step.type === 'print' ? step.lines : 0), 0);
  return Array.from({ length: count }, (_, at) => `#${at}`);
}

function isPrinted(line: string): boolean {
  return /^#\d+$/.test(line);
}

function shows(vocabulary: readonly string[]): fc.Arbitrary<Step> {
  const words = fc
    .array(fc.constantFrom(...vocabulary), { maxLength: 25 })
    .map((all) => all.join(' '));
  const prompt = fc.tuple(words, fc.nat()).map(([text, at]) => ({
    label: 'you › ',
    text,
    cursor: placeAt(text, at % (text.length + 1)),
  }));
  const live = fc.record({
    body: fc.array(words, { maxLength: 5 }),
    prompt: fc.option(prompt, { nil: undefined }),
    status: fc.array(words, { maxLength: 3 }),
  });
  return fc.record({ type: fc.constant('show' as const), live });
}
