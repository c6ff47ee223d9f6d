/** Which names stand for secrets, wherever they are met. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Redactor } from '../src/cassette/index';
import { redacted } from '../src/redact';
import { isSecretName } from '../src/secret-names';

const names = [
  'authorization',
  'Proxy-Authorization',
  'cookie',
  'Set-Cookie',
  'credential',
  'awsCredentials',
  'x-api-key',
  'apiKeys',
  'API_KEY_2',
  'access key',
  'privateKey',
  'signing_key',
  'access_tokens',
  'refreshTokens',
  'tokens',
  'tokenValue',
  'client_secret_value',
  'clientsecret',
  'secrets',
  'my\npassword',
  'pass.word',
  'PASSWD',
  'passphrase',
  'db_pwd',
  'jwt',
  'bearer',
];

const counts = ['inputTokens', 'outputTokens', 'max_tokens', 'tokens', 'tokenCount', 'tokensUsed'];

describe('The name of a secret', () => {
  it.each(names)('is %j, in the journal and in a cassette', (name) => {
    expect(isSecretName(name)).toBe(true);
    const value = { deep: [{ [name]: 'hush' }], [name]: { a: ['hush'], b: 'hush' } };
    expect(JSON.stringify(redacted(value))).not.toContain('hush');
    expect(new Redactor().body(JSON.stringify(value))).not.toContain('hush');
  });

  it.each([
    'voicectlKey',
    'keyboard',
    'monkey',
    'publicKey',
    'key',
    'secretary',
    'author',
    '',
    '_',
  ])('is not %j', (name) => {
    expect(isSecretName(name)).toBe(false);
  });

  it.each(counts)('is not %j, when it counts something', (name) => {
    expect(isSecretName(name, 7)).toBe(false);
    expect(isSecretName(name, 'abc')).toBe(true);
    const value = { [name]: 7 };
    expect(redacted(value)).toEqual(value);
    expect(new Redactor().body(JSON.stringify(value))).toBe(JSON.stringify(value));
  });

  it('says nothing of what is true, false or nothing, and all of other numbers', () => {
    expect(redacted({ token: null, hasSecret: true, password: 1234 })).toEqual({
      token: null,
      hasSecret: true,
      password: '[redacted]',
    });
  });

  it('is found however it is written', () => {
    const between = fc.constantFrom('', '_', '-', ' ', '.', '\n', '__');
    const around = fc.constantFrom('', 'my', 'X', 'value', '2');
    const words = fc.constantFrom(['api', 'key'], ['access', 'token'], ['client', 'secret']);
    fc.assert(
      fc.property(words, between, around, around, fc.boolean(), (parts, gap, front, back, loud) => {
        const name = [front, ...parts, back].join(gap);
        expect(isSecretName(loud ? name.toUpperCase() : name)).toBe(true);
      }),
    );
  });

  it('is looked for once through, however long a name was made', () => {
    for (const part of ['token', 'tokens', 'secretary', 'passw', '\n', 'a\n', 'api']) {
      const name = `${part.repeat(2_000_000 / part.length)}\n`;
      expect(typeof isSecretName(name)).toBe('boolean');
      expect(typeof isSecretName(name, 1)).toBe('boolean');
      expect(redacted({ [name]: 1 })).toBeTypeOf('object');
    }
  });
});
