/** Where a value comes from, as a person reads it. */
import { describe, expect, it } from 'vitest';
import { briefly, withTilde } from '../src/config/shown-place';

const home = '/home/ada';
const file = '/home/ada/.config/voicectl/config.json';

describe('a place', () => {
  it.each([
    [`profile work in ${file}`, 'profile work'],
    [`keychain, for profile work in ${file}`, 'keychain, for profile work'],
    [file, 'your file'],
    ['/home/ada/repo/voicectl.config.yaml', '~/repo/voicectl.config.yaml'],
    ['/srv/voicectl.config.yaml', '/srv/voicectl.config.yaml'],
    ['VOICECTL_AGENTS_URL', 'VOICECTL_AGENTS_URL'],
  ])('%s is said as %s', (where, said) => {
    expect(briefly({ kind: 'profile', where }, file, home)).toBe(said);
  });

  it.each([
    ['/home/ada/a and /home/ada/b', home, '~/a and ~/b'],
    ['/home/adam/a', home, '/home/adam/a'],
    ['/mnt/home/ada/a', home, '/mnt/home/ada/a'],
    ['/etc/a', '/', '/etc/a'],
    ['C:\\Users\\ada\\a.json', 'C:\\Users\\ada', '~\\a.json'],
    ['/home/a+b/c', '/home/a+b', '~/c'],
  ])('%s in the home %s is %s', (text, folder, said) => {
    expect(withTilde(text, folder)).toBe(said);
  });
});
