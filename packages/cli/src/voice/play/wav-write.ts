/** Sound as a WAV file: 16 bits, one channel. */

export const headerBytes = 44;

/** @param bytes of sound that follow; without it, as many as come: what is written to a pipe can't know. */
export function wavHeader(rate: number, bytes = 0xffff_ffff - headerBytes): Buffer {
  const header = Buffer.alloc(headerBytes);
  header.write('RIFF', 0);
  header.writeUInt32LE(bytes + headerBytes - 8, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(rate, 24);
  header.writeUInt32LE(2 * rate, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  header.writeUInt32LE(bytes, 40);
  return header;
}

export function wavBytes(parts: readonly Int16Array[], rate: number): Buffer {
  const sound = Buffer.concat(parts.map(bytesOf));
  return Buffer.concat([wavHeader(rate, sound.length), sound]);
}

/** Little-endian, as every machine is that Node runs sound on. */
export const bytesOf = (samples: Int16Array): Buffer =>
  Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength);
