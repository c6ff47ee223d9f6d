/** Bytes to samples of 16 bits, the low byte first; parts may end in the middle of a sample. */

export class PcmBytes {
  #rest = new Uint8Array(0);

  push(bytes: Uint8Array): Int16Array<ArrayBuffer> {
    const all = new Uint8Array(this.#rest.length + bytes.length);
    all.set(this.#rest);
    all.set(bytes, this.#rest.length);
    const samples = new Int16Array(all.length >> 1);
    this.#rest = all.slice(2 * samples.length);
    const view = new DataView(all.buffer);
    for (let at = 0; at < samples.length; at++) samples[at] = view.getInt16(2 * at, true);
    return samples;
  }
}

/** Seconds that a text can sound at the very most, read out digit by digit: what is longer never ends. */
export const longestSound = (text: string): number => 30 + text.length;
