/** `voicectl play --voice` on a loudspeaker: what comes out of it is recorded, and understood again. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { moonshine } from '../src/voice/listen/moonshine';
import { hasPulse, Pulse } from './voice-devices-pulse';
import { built, finals, heard, moonshineHere, sound, wordErrors } from './voice-listening';
import { json, startPlatform, voicectl } from './voicectl';

if (!hasPulse) process.stderr.write('skipped: PulseAudio is not installed here\n');
const folder = hasPulse ? await moonshineHere() : undefined;
const answer = 'Your order has shipped and should arrive at your door on Friday.';

describe.skipIf(folder === undefined)('play --voice on a loudspeaker', () => {
  let pulse: Pulse;
  let platform: Awaited<ReturnType<typeof startPlatform>>;

  beforeAll(async () => {
    pulse = await Pulse.start();
    const brain = { answer: () => [answer], countInput: () => 1, suggest: () => ({}) };
    platform = await startPlatform({ brain });
  });
  afterAll(async () => {
    pulse.stop();
    await platform.server.close();
  });

  it('is heard, and understood', async () => {
    const args = ['agents', 'create', '--name', 'A', '--instructions', 'You are brief.'];
    const { id } = await json(args, { env: platform.env });
    const capture = await pulse.capture('vout');
    capture.clear();
    const env = { ...(pulse.env as Record<string, string>), ...platform.env };
    const run = await voicectl(['play', String(id), '--voice', '--say', 'Hello'], { env });
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(run.stdout.trim().split('\n').at(-1) ?? '')).toMatchObject({
      type: 'turn.ended',
      response: answer,
      reached: answer.length,
    });
    const listener = moonshine({ env: {}, folder, entry: built('moonshine-process') });
    const understood = finals(await heard(listener, sound(capture.samples))).join(' ');
    await listener.close();
    expect(wordErrors(answer, understood), understood).toBeLessThanOrEqual(0.35);
  });
});
