/** Where a player puts the sound of one turn: a device, a file, nowhere. */

export interface Output {
  /** Samples a second that it takes. */
  readonly rate: number;
  write(samples: Int16Array): void;
  /** Nothing more comes; what has been written is still played. */
  end(): void;
  /** Silent from now on, and tells a last time how far it came. */
  stop(): void;
  /** How far it is, until all has been played or it was stopped. For one reader. @throws PlayError */
  positions(): AsyncIterable<Position>;
}

export interface Position {
  /** Samples that have been heard. */
  readonly played: number;
  /** How often so far there was nothing to play although more came. */
  readonly underruns: number;
}

/** For sound of this rate; the output may choose another one. */
export type OpenOutput = (rate: number) => Output;
