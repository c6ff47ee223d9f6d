/** What a session tells those who show it: how far the answer has been heard, and how long the listening took. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { turnBar } from '../src/chat/view/turn-bar';
import { nullPlayer } from '../src/voice/play/null-player';
import { Session } from '../src/voice/session';
import type { SessionEvent } from '../src/voice/session-events';
import { flite } from '../src/voice/speak/flite';
import type { Listener, Pcm, Speaker, Thinker } from '../src/voice/stages';
import { plain } from './chat-view-texts';
import { fliteEntry } from './voice-speak';

const never = new AbortController().signal;
const answer = 'Your order has shipped. It should arrive on Friday.';
const agent: Thinker = {
  async *think() {
    yield { type: 'token', text: answer };
    yield { type: 'done', response: answer };
  },
};
const listener: Listener = {
  name: 'attentive',
  async *listen(sound) {
    for await (const _ of sound);
    yield { type: 'final', text: 'Where is it?' };
  },
};

describe('a session', () => {
  let speaker: Speaker;
  beforeAll(() => {
    speaker = flite({ entry: fliteEntry });
  });
  afterAll(() => speaker.close?.());

  const said = async (waited?: () => number) => {
    const voice = { speaker, mode: 'streaming' as const, playerOf: () => nullPlayer() };
    const session = new Session({ thinker: agent, listener, voice });
    const events: SessionEvent[] = [];
    async function* sound(): AsyncGenerator<Pcm> {}
    const spoken = { sound: sound(), name: 'microphone', ...(waited && { waited }) };
    const ended = await session.turn(spoken, never, (event) => events.push(event));
    return { ended, events };
  };

  it('tells how far the answer has been heard, to its end', async () => {
    const { events } = await said();
    const reached = events.flatMap((event) => (event.type === 'played' ? [event.reached] : []));
    expect(reached).toEqual([...reached].sort((a, b) => a - b));
    expect(reached.at(-1)).toBe(answer.length);
    expect(reached.some((at) => at > 0 && at < answer.length)).toBe(true);
  });

  it('counts the time that it took to be sure that nobody goes on', async () => {
    const { ended } = await said(() => 310);
    expect(ended.stages.listen).toBe(310);
    expect(ended.stages.hear).toBe(Number(ended.marks.heard) - 310);
    expect(ended.marks.firstToken).toBeGreaterThanOrEqual(310);
    const [line] = turnBar(ended, { columns: 90, paint: plain });
    expect(line).toMatch(/^listen \S+ 310 \| hear \S* ?\d+ \| think .* \| speak .* = \d+ ms/);
  });

  it('counts none where a key said so', async () => {
    const { ended } = await said();
    expect(ended.stages.listen).toBe(0);
    expect(ended.stages.hear).toBe(ended.marks.heard);
  });
});
