/** Words in a narrow terminal: prose is wrapped, what is to be copied is not. */
import { describe, expect, it } from 'vitest';
import { failureText } from '../src/output/failure-text';
import { plainPaints } from '../src/output/paint';
import { refitted } from '../src/shell/refitted';
import { Terminal, voicectl } from './voicectl';

const failure = {
  exit: 2,
  code: 'USAGE',
  message: 'The first line is longer than a terminal of forty columns is wide\nerror: a second one',
  problems: [
    { path: 'a.b', message: 'must be one of many words that do not fit beside it at all' },
  ],
  hint: 'Read it at https://example.com/a/very/long/address/that/is/to/be/copied as a whole.',
  next: ['voicectl agents create --name "A name that is long" --instructions "Be brief."'],
};

describe('a failure', () => {
  it('is wrapped at words, indented, and its commands and addresses stay whole', () => {
    expect(failureText(failure, plainPaints.stderr, 40)).toBe(
      `error: The first line is longer than a
  terminal of forty columns is wide
  error: a second one
  a.b: must be one of many words that
    do not fit beside it at all
hint: Read it at
  https://example.com/a/very/long/address/that/is/to/be/copied
  as a whole.
next: voicectl agents create --name "A name that is long" --instructions "Be brief."
`,
    );
  });

  it('stays in one line where nothing has to fit', () => {
    const lines = failureText(failure, plainPaints.stderr).split('\n');
    expect(lines).toHaveLength(6);
  });

  it('fits into a terminal of 40 columns', async () => {
    const terminal = new Terminal(['profile', 'show', 'nobody'], {
      columns: 40,
      env: { VOICECTL_CONFIG: 'none.json' },
    });
    expect(await terminal.exit()).toBe(2);
    expect(terminal.text).toContain('hint: voicectl login --profile nobody');
    const prose = terminal.text.split('\r\n').filter((line) => !line.startsWith('next:'));
    for (const line of prose) expect(line.length).toBeLessThanOrEqual(40);
  });
});

describe('the closing words of a help page', () => {
  it('are joined and wrapped anew, but for what is to be copied', () => {
    const text = `
A line that was broken only because it had to be
somewhere. The next one stands alone.
Another sentence:
  voicectl login --with-token < a-file-with-a-long-name.txt`;
    expect(refitted(text, 30)).toBe(`
A line that was broken only
because it had to be
somewhere. The next one stands
alone.
Another sentence:
  voicectl login --with-token < a-file-with-a-long-name.txt`);
    expect(refitted(text, 120)).toBe(text);
    expect(refitted(text, undefined)).toBe(text);
  });

  it.each([
    [['login'], 40],
    [['api'], 60],
    [['mock', 'serve'], 80],
    [['config', 'set'], 40],
  ])('of %j fit into %i columns', async (words, columns) => {
    const terminal = new Terminal([...words, '--help'], { columns });
    expect(await terminal.exit()).toBe(0);
    const help = terminal.text.slice(terminal.text.indexOf('Usage:')).split('\r\n');
    const prose = help.filter((line) => !/^( {2}\S|Usage:)/.test(line));
    for (const line of prose) expect(line.length).toBeLessThanOrEqual(columns);
  });

  it('are as they were written in a pipe', async () => {
    const { stdout } = await voicectl(['login', '--help']);
    expect(stdout).toContain('kept: in the keychain of the system where there is one\n(VOICECTL');
  });
});
