/** What this process and the one that reaches the devices say to each other, over Node's own channel. */
import type { DeviceList } from './device';

interface Start<What> {
  readonly do: What;
  readonly id: number;
  readonly rate: number;
  readonly device?: string | undefined;
}

export type AudioRequest =
  | { readonly do: 'list'; readonly id: number }
  | Start<'play'>
  | Start<'record'>
  | { readonly do: 'write'; readonly id: number; readonly samples: Int16Array }
  /** Nothing more is written. */
  | { readonly do: 'end'; readonly id: number }
  /** Silent from now on; or nothing more is recorded. */
  | { readonly do: 'stop'; readonly id: number };

export type AudioAnswer =
  | { readonly id: number; readonly list: DeviceList }
  | { readonly id: number; readonly played: number; readonly underruns: number }
  | { readonly id: number; readonly samples: Int16Array }
  | { readonly id: number; readonly over: true }
  | { readonly id: number; readonly problem: Problem };

export interface Problem {
  /** `none`: there is no such device. */
  readonly kind: 'none' | 'failed';
  readonly why: string;
}

/** What reaches devices, the best first. */
export const ways = ['decibri', 'programs'] as const;
export type Way = (typeof ways)[number];
