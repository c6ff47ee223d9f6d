/** What the page and its worklet say to each other. */

/** To the loudspeaker. */
export type ToLoudspeaker =
  /** A new stream: what was left of the one before is not played. */
  | { readonly begin: number }
  | { readonly samples: Int16Array }
  /** The stream has no more samples. */
  | { readonly end: true }
  /** Silence, and nothing more of this stream. */
  | { readonly hush: true };

/** From the loudspeaker: how far it is. */
export interface Position {
  readonly stream: number;
  /** Samples that have gone out. */
  readonly samples: number;
  readonly underruns: number;
  readonly over: boolean;
  /** Over because all was played, and not for being hushed. */
  readonly complete: boolean;
}
