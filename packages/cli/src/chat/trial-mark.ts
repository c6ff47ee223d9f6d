/** What drafts that are tried for a while have in their metadata, so that one that was left behind can be found. */
import type { Agent } from '@voicectl/sdk';

export const trialMark = { voicectl: 'trial' } as const;

export const isTrial = ({ metadata }: Pick<Agent, 'metadata'>): boolean =>
  metadata?.['voicectl'] === trialMark.voicectl;
