/** Where a running mock is looked for; what flags of words become. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { duration } from '../src/commands/mock/duration';
import { faultFrom } from '../src/commands/mock/fault-flags';
import { problemOf } from '../src/commands/mock/file-problems';
import { addressFrom } from '../src/commands/mock/mock-address';

const standard = 'http://127.0.0.1:4010';

describe('the address of a running mock', () => {
  it.each([
    [{}, undefined, standard, 'default'],
    [{}, '', standard, 'default'],
    [{}, 'nonsense', standard, 'default'],
    [{}, 'https://api.gomobile.ma/api', standard, 'default'],
    [{}, 'http://localhost.evil.example/api', standard, 'default'],
    [{}, 'http://127.0.0.1.evil.example/api', standard, 'default'],
    [{}, 'http://127.0.0.1:5000/api', 'http://127.0.0.1:5000', 'default'],
    [{}, 'http://localhost:5000/api/', 'http://localhost:5000', 'default'],
    [{}, 'http://[::1]:5000/api', 'http://[::1]:5000', 'default'],
    [{}, 'http://127.0.0.1:1/__voicectl/worlds/w-1/api', 'http://127.0.0.1:1', 'w-1'],
    [{ world: 'w' }, 'http://127.0.0.1:1/__voicectl/worlds/x/api', 'http://127.0.0.1:1', 'w'],
    [{ url: 'http://mock.test:80/__voicectl' }, undefined, 'http://mock.test', 'default'],
    [{ url: 'https://mock.test/team/api' }, undefined, 'https://mock.test/team', 'default'],
    [{ url: 'http://a.test' }, 'http://127.0.0.1:5000/api', 'http://a.test', 'default'],
    [{ agentsUrl: 'http://a.test/api' }, 'http://127.0.0.1:1/api', 'http://a.test', 'default'],
  ])('by %j and the environment %j is %s, world %s', (flags, url, root, world) => {
    const env = url === undefined ? {} : { VOICECTL_AGENTS_URL: url };
    expect(addressFrom(flags, env)).toEqual({ root, world });
  });

  it('never ends in a slash, and is that of the URL that it was made from', () => {
    fc.assert(
      fc.property(fc.webUrl({ withFragments: false }), (url) => {
        const { root } = addressFrom({ url, world: 'w' }, {});
        expect(root).not.toMatch(/\/$/);
        expect(new URL(root).origin).toBe(new URL(url).origin);
      }),
    );
  });
});

describe('a length of time', () => {
  it.each([
    ['250', 250],
    ['250ms', 250],
    ['90s', 90_000],
    ['5m', 300_000],
    ['1.5h', 5_400_000],
    ['-1d', -86_400_000],
  ])('%s is %d ms', (text, milliseconds) => expect(duration(text)).toBe(milliseconds));

  it.each(['', 's', '1y', '1e9', '0x10', '1 h', 'Infinity', '--1'])('%j is none', (text) => {
    expect(() => duration(text)).toThrow(/milliseconds, or as in/);
  });
});

describe('a fault', () => {
  it('is joined of its short form and flags, but nothing is said twice', async () => {
    const flags = { operation: ['agents.get'], times: '2', acts: true, latency: '1.5-20' };
    expect(await faultFrom('status=503', flags)).toEqual({
      status: 503,
      operation: ['agents.get'],
      times: 2,
      acts: true,
      latency: { min: 1.5, max: 20 },
    });
    await expect(faultFrom('status=503', { status: '500' })).rejects.toThrow(
      'status is given twice',
    );
    await expect(faultFrom('status=1;status=2', {})).rejects.toThrow('fault.status is given twice');
    await expect(faultFrom('{"status": ', {})).rejects.toThrow(/not valid JSON/);
  });

  it('keeps ids and seeds as texts, digits or not, and a flag is one value whatever is in it', async () => {
    expect(await faultFrom(undefined, { id: '7', seed: '42', body: '3' })).toEqual({
      id: '7',
      seed: '42',
      body: '3',
    });
    expect(await faultFrom(undefined, { retryAfter: 'a; b, status=5' })).toEqual({
      retryAfter: 'a; b, status=5',
    });
  });
});

describe('a problem in a file', () => {
  it('is a place and what is wrong there, or only the latter', () => {
    expect(problemOf('agents[0].name: is required: really')).toEqual({
      path: 'agents[0].name',
      message: 'is required: really',
    });
    expect(problemOf('the file is: odd')).toEqual({ path: '', message: 'the file is: odd' });
    expect(problemOf({ path: 'rules[0]', message: 'is odd' })).toEqual({
      path: 'rules[0]',
      message: 'is odd',
    });
  });
});
