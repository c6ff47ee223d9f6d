/** An agent of the platform as the one who thinks: its test call, streamed. */
import type { Client } from '@voicectl/sdk';
import type { Thinker } from './stages';

export function agentThinker(client: Client, agentId: string): Thinker {
  return {
    think: (message, signal) => client.agents.testStream(agentId, { message }, { signal }),
  };
}
