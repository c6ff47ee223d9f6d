/** Which names stand for secrets: of fields, parameters and headers, whoever wrote them. */

/** In small letters, without what stands between words: `client_secret`, `accessTokens` and `x-api-key` hold one each. */
const secret =
  /(?:api|access|private|signing|encryption)key|token|secret|passw(?:or|o|r)?d|passphrase|passcode|pwd|credential|authorization|bearer|cookie|jwt/;

/** What a model reads and writes, and how much of it. */
const counted =
  /tokens(?:used|left|remaining|limit)?|token(?:count|limit|budget|usage|length|size|index)/g;

/** Holds no secret, for all its name. */
const harmless = /secretar(?:y|ies)/g;

/**
 * Whether what has this name is a secret. `maxTokens` and the like are none as long as their value is a number; a value
 * that is true, false or nothing gives nothing away.
 */
export function isSecretName(name: string, value: unknown = ''): boolean {
  if (value === null || value === undefined || typeof value === 'boolean') return false;
  const plain = name
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '')
    .replace(harmless, '');
  return secret.test(typeof value === 'number' ? plain.replace(counted, '') : plain);
}
