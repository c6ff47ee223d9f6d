/** Whom a server listens to: decided without a socket. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createGate, type GateOptions } from '../../src/doors/gate';

function statusOf(headers: Record<string, string>, options: GateOptions = {}, host = '127.0.0.1') {
  try {
    createGate(options, host)({ headers });
    return 'in';
  } catch (error) {
    return (error as { status: number }).status;
  }
}

describe('A host', () => {
  it.each([
    'localhost',
    'localhost:4010',
    'LOCALHOST:4010',
    'localhost.:4010',
    '127.0.0.1:4010',
    '[::1]:4010',
    '[::1]',
    '192.168.1.20:4010',
    'app.localhost:3000',
    'mock:4010',
    'agents_mock',
    'host.docker.internal:4010',
    'api.test',
  ])('%s is let in', (host) => {
    expect(statusOf({ host })).toBe('in');
  });

  it.each([
    'evil.example',
    'evil.example:4010',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    '127.0.0.1.nip.io:4010',
    'xlocalhost.com',
    'evil.example#.localhost',
    '[::1].evil.example',
    '[evil.example]',
    'a b',
    '',
    ':4010',
    '@',
    `${'x'.repeat(5000)}.com`,
  ])('%s is not', (host) => {
    expect(statusOf({ host })).toBe(403);
  });

  it('is let in by the name that the server listens on, by its option, or all of them', () => {
    expect(statusOf({ host: 'mock.example:1' }, {}, 'mock.example')).toBe('in');
    expect(statusOf({ host: 'Mock.Example:1' }, { hosts: ['mock.example'] })).toBe('in');
    expect(statusOf({ host: 'other.example' }, { hosts: ['mock.example'] })).toBe(403);
    expect(statusOf({ host: 'other.example' }, { hosts: '*' })).toBe('in');
  });

  it('of the public is let in under no disguise', () => {
    const parts = fc.array(
      fc.constantFrom('localhost', '127', '0', '1', 'evil', '[::1]', '%', ':', '@'),
      {
        minLength: 1,
        maxLength: 6,
      },
    );
    fc.assert(
      fc.property(parts, fc.constantFrom('.', ':', '@', ''), (words, glue) => {
        expect(statusOf({ host: `${words.join(glue)}.com` })).toBe(403);
      }),
    );
  });
});

describe('A page', () => {
  const host = '127.0.0.1:4010';

  it.each([
    'http://localhost:3000',
    'https://localhost',
    'http://127.0.0.1:5173',
    'http://127.9.9.9',
    'http://[::1]:8080',
    'http://app.localhost:3000',
    `http://${host}`,
  ])('of this machine, %s, is let in', (origin) => {
    expect(statusOf({ host, origin })).toBe('in');
  });

  it.each([
    'https://evil.example',
    'http://localhost.evil.example',
    'http://127.0.0.1.evil.example',
    'http://evil.example:80@localhost',
    'http://localhost:3000.evil.example',
    'file://',
    'null',
    '',
  ])('of elsewhere, %j, is not', (origin) => {
    expect(statusOf({ host, origin })).toBe(403);
  });

  it('of the server itself is let in, by whatever address', () => {
    const headers = { host: '192.168.1.20:4010', origin: 'http://192.168.1.20:4010' };
    expect(statusOf(headers)).toBe('in');
    expect(statusOf({ ...headers, origin: 'http://192.168.1.21:4010' })).toBe(403);
    // By a name that a stranger points here, its host is refused first.
    expect(statusOf({ host: 'evil.example', origin: 'http://evil.example' })).toBe(403);
  });

  it('is let in by the option cors, or all of them', () => {
    const origin = 'https://app.example';
    expect(statusOf({ host, origin }, { cors: [`${origin}/`] })).toBe('in');
    expect(statusOf({ host, origin }, { cors: ['https://other.example'] })).toBe(403);
    expect(statusOf({ host, origin }, { cors: '*' })).toBe('in');
    expect(statusOf({ host, origin: 'null' }, { cors: ['null'] })).toBe('in');
    expect(statusOf({ host, origin: 'capacitor://app' }, { cors: ['capacitor://app'] })).toBe('in');
  });

  it('of another site may link here, but neither frame nor fetch without asking', () => {
    const cross = { host, 'sec-fetch-site': 'cross-site' };
    const link = { ...cross, 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
    expect(statusOf(link)).toBe('in');
    expect(statusOf({ ...link, 'sec-fetch-dest': 'iframe' })).toBe(403);
    expect(statusOf({ ...cross, 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image' })).toBe(
      403,
    );
    expect(statusOf({ ...cross, 'sec-fetch-site': 'same-origin' })).toBe('in');
  });
});

it.each(['app.example', 'https://app.example/path', '*', ''])(
  'An option cors with %j in it is refused in words',
  (origin) => {
    expect(() => createGate({ cors: [origin] }, undefined)).toThrow(
      /^cors\[0\]: must be an origin such as https:\/\/app.example, is /,
    );
  },
);
