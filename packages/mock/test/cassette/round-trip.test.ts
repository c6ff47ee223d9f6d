/** A platform is recorded, and then is not needed any more. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { agentsPath, goalsPath } from '../../src/cassette/cassette';
import { recordings, replay, verifyCassette } from '../../src/cassette/index';
import { serve } from '../../src/doors/node';
import { createCassette, loadCassette, record } from '../../src/doors/recorder';
import * as face from '../../src/index';
import { clientOf, tell } from './story';

async function recordStory() {
  const folder = await mkdtemp(join(tmpdir(), 'voicectl-cassette-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, 'story.ndjson');
  const server = await serve(face.createMock({ checkAnswers: true }), { port: 0 });
  const cassette = await createCassette(file, {});
  const recorder = await record({
    agents: server.agentsUrl,
    goals: server.goalsUrl,
    port: 0,
    add: (exchange) => cassette.add(exchange),
  });
  const heard = await tell(clientOf(recorder));
  await recorder.close();
  await cassette.close();
  await server.close();
  return { heard, cassette: await loadCassette(file), recorder };
}

describe('A recorded story', () => {
  it('is told again, word for word, without the platform', async () => {
    const { heard, cassette } = await recordStory();
    expect(heard).toContainEqual(expect.objectContaining({ type: 'done' }));
    expect(heard).toContainEqual(expect.objectContaining({ status: 409 }));
    const again = replay(cassette, { once: true });
    await using server = await serve(again, { port: 0 });
    expect(await tell(clientOf(server))).toEqual(heard);
    expect(again.report()).toEqual({
      answered: cassette.exchanges.length,
      refused: 0,
      unused: [],
    });
  });

  it('of our own mock departs from the contract nowhere', async () => {
    const { cassette } = await recordStory();
    expect(cassette.exchanges.length).toBeGreaterThan(25);
    expect(verifyCassette(cassette)).toEqual([]);
  });

  it('holds what agents said, for a brain that says it again', async () => {
    const { cassette } = await recordStory();
    const { answers, goals } = recordings(cassette);
    expect(answers.map(({ message, agent }) => [message, agent])).toEqual([
      ['Where is my order?', 'Support'],
      ['سلام 👋, where is it?', 'Support'],
    ]);
    expect(answers[1]?.usage?.outputTokens).toBeGreaterThan(1);
    expect(goals).toEqual([
      { description: 'Collect name and email for a callback', suggestion: expect.any(Object) },
    ]);
  });

  it('stands at the addresses of the mock', () => {
    expect([agentsPath, goalsPath]).toEqual([face.agentsPath, face.goalsPath]);
  });
});
