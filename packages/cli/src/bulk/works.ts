/** The verbs that many records can have. */
import type { Transition } from '@voicectl/sdk';
import { identified } from '../commands/identified';
import { judgeTransition } from './judge';
import { agents, goals } from './records';
import { targetOf, type Work } from './work';

export function transition(name: Transition): Work {
  return {
    records: agents,
    name,
    judge: (target, way) => judgeTransition(name, target, way),
    act: async (client, id, options) =>
      targetOf(identified(await client.agents[name](id, options))).status,
  };
}

export const deleteAgents: Work = {
  records: agents,
  name: 'delete',
  judge: () => undefined,
  async act(client, id, options) {
    await client.agents.delete(id, options);
    return undefined;
  },
};

export const deleteGoals: Work = {
  records: goals,
  name: 'delete',
  warning: 'for good',
  judge: () => undefined,
  async act(client, id, options) {
    await client.goals.delete(id, options);
    return undefined;
  },
};
