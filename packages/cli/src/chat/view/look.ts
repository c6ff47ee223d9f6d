/** What lines are made for: how wide they may be, and their colours. */
import type { Paint } from '../../output/paint';

export interface Look {
  readonly columns: number;
  readonly paint: Paint;
}
