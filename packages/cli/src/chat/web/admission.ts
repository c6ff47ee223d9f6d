/** Who may come in: whoever has the link first, and then that page alone, also when it is loaded again. */
import { randomBytes, timingSafeEqual } from 'node:crypto';

export class Admission {
  /** Part of the link; good for one page. */
  readonly token = secret();
  /** What that page keeps instead, where neither other pages nor other ports of this machine can read it. */
  readonly key = secret();
  #isUsed = false;

  admits({ token, key }: { readonly token?: string; readonly key?: string }): boolean {
    if (key !== undefined && same(key, this.key)) return true;
    if (this.#isUsed || token === undefined || !same(token, this.token)) return false;
    this.#isUsed = true;
    return true;
  }
}

const secret = () => randomBytes(24).toString('base64url');

function same(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
