/** What a value of a setting may be: given text or data, the value, or what is wrong with it. */

export type Checked<T> =
  | { readonly value: T; readonly problem?: never }
  | { readonly problem: string; readonly value?: never };

export type Check<T> = (given: unknown) => Checked<T>;

/** An address that a key may be sent to. */
export const address: Check<string> = (given) => {
  const text = String(given).trim();
  const problem = addressProblem(given, text);
  return problem === undefined ? { value: text.replace(/\/+$/, '') } : { problem };
};

function addressProblem(given: unknown, text: string): string | undefined {
  if (typeof given !== 'string' || !URL.canParse(text)) {
    return 'must be an absolute URL, as in https://api.example.com/v1';
  }
  const { protocol, username, password, search, hash, hostname } = new URL(text);
  if (protocol !== 'https:' && protocol !== 'http:') return 'must begin with https://';
  if (username || password) return 'must not carry credentials';
  if (search || hash) return 'must not have a query or a fragment';
  if (protocol === 'http:' && !isLoopback(hostname)) {
    return 'must be https: over http, a key would travel in the clear to another machine';
  }
  return undefined;
}

/** This machine's own, by name or by address. */
export function isLoopback(hostname: string): boolean {
  return /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}

export function originOf(url: string): string {
  return new URL(url).origin;
}

export function whole(least: number, most: number): Check<number> {
  return (given) => {
    const text = String(given).trim();
    const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (number >= least && number <= most) return { value: number };
    return { problem: `must be a whole number from ${least} to ${most}` };
  };
}

export function oneOf<const T extends string>(...choices: readonly T[]): Check<T> {
  return (given) => {
    const choice = choices.find((each) => each === given);
    if (choice !== undefined) return { value: choice };
    return { problem: `must be one of ${choices.join(', ')}` };
  };
}

const switches: Readonly<Record<string, boolean>> = {
  true: true,
  on: true,
  yes: true,
  1: true,
  false: false,
  off: false,
  no: false,
  0: false,
};

export const onOrOff: Check<boolean> = (given) => {
  const word = String(given).trim().toLowerCase();
  const value = Object.hasOwn(switches, word) ? switches[word] : undefined;
  return value === undefined ? { problem: 'must be on or off' } : { value };
};

/** A name that is safe in a file, in a shell and in a sentence. */
export const profileName: Check<string> = (given) =>
  typeof given === 'string' && /^[A-Za-z0-9][\w.-]{0,63}$/.test(given)
    ? { value: given }
    : { problem: 'must be 1 to 64 letters, digits, ".", "_" or "-", the first a letter or digit' };

/** As the SDK has it. */
export const secret: Check<string> = (given) => {
  if (typeof given === 'string' && /^[\x21-\x7e]+$/.test(given)) return { value: given };
  return { problem: 'must be printable ASCII without spaces: was it copied with a line break?' };
};
