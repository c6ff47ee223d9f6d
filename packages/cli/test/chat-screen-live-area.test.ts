/** What stands on a terminal after any series of prints, changes and new sizes. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placeAt } from '../src/chat/screen/graphemes';
import { layoutOf } from '../src/chat/screen/layout';
import { LiveArea } from '../src/chat/screen/live-area';
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
