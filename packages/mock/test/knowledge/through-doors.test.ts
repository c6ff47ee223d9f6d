/** What is looked up reaches whoever asks, and the journal, through every door. */
import { describe, expect, it } from 'vitest';
import { createKnowledge } from '../../src/knowledge/index';
import { doors } from '../stories/doors';

const knowledge = createKnowledge([
  { group: 'shop', name: 'returns.md', text: 'Returns are accepted for 30 days with the receipt.' },
]);
const knowledgeBaseConfig = {
  knowledgeBaseId: '11111111-1111-4111-8111-111111111111',
  similarityThreshold: 0.1,
};
const message = 'How long are returns accepted?';

describe.each(doors)('An agent with a knowledge base, $name,', (door) => {
  it('answers from what it found, and names its sources', async () => {
    await using world = await door.open({ knowledge });
    const { client, mock } = world;
    const { id } = await client.agents.create({
      name: 'Shop',
      instructions: 'Help.',
      knowledgeBaseConfig,
    });
    const source = expect.objectContaining({ document: 'returns.md', group: 'shop' });
    expect(await client.agents.test(id, { message })).toMatchObject({
      response: expect.stringContaining('30 days'),
      sources: [source],
    });
    for await (const part of client.agents.testStream(id, { message })) {
      if (part.type === 'done') expect(part.sources).toEqual([source]);
    }
    for (const call of mock.journal.calls('agents.test')) expect(call.sources).toEqual([source]);
    expect(mock.journal.calls('agents.test')).toHaveLength(2);
  });
});
