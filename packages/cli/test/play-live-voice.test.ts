/**
 * The whole of it as a person has it: the binary at a terminal, a microphone, a loudspeaker, an agent. Skipped where
 * PulseAudio is missing.
 */
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Capture, hasPulse, Pulse } from './voice-devices-pulse';
import { moonshineHere, silence, spoken, together } from './voice-listening';
import { ctrlC, enter, esc, json, packageRoot, startPlatform, Terminal } from './voicectl';

if (!hasPulse) process.stderr.write('skipped: PulseAudio is not installed here\n');
const folder = hasPulse ? await moonshineHere() : undefined;
const cache = join(packageRoot, 'node_modules', '.cache', 'voice');

const answer = [
  'Your order has shipped and should arrive at your door on Friday. ',
  'It left our house in the morning and travels by train. ',
  'Somebody has to be at home to sign for it. ',
];

// On a busy machine sound breaks off now and then.
describe.skipIf(folder === undefined)('a chat by voice at a terminal', { retry: 2 }, async () => {
  const [question = silence(0), interruption = silence(0)] = await spoken(
    'I need help with my order.',
    'When will it be here?',
  );
  let pulse: Pulse;
  let loudspeaker: Capture;
  let platform: Awaited<ReturnType<typeof startPlatform>>;
  let id: string;
  let open: Terminal | undefined;

  beforeAll(async () => {
    pulse = await Pulse.start();
    loudspeaker = await pulse.capture('vout');
    await pulse.capture('vmic');
    const brain = { answer: () => answer, countInput: () => 1, suggest: () => ({}) };
    platform = await startPlatform({ brain });
    const made = ['agents', 'create', '--name', 'Greeter', '--instructions', 'You are brief.'];
    id = String((await json(made, { env: platform.env })).id);
  }, 60_000);
  afterEach(() => open?.kill());
  afterAll(async () => {
    await platform?.server.close();
    pulse?.stop();
  });

  function chat(...flags: readonly string[]): Terminal {
    const { XDG_RUNTIME_DIR = '', PULSE_SERVER = '', HOME = '' } = pulse.env;
    const env = { ...platform.env, XDG_RUNTIME_DIR, PULSE_SERVER, HOME, XDG_CACHE_HOME: cache };
    open = new Terminal(['play', id, '--voice', 'rms', ...flags], { env });
    return open;
  }

  it('hears at the space bar, answers, and says where the time went', async () => {
    const terminal = chat();
    await terminal.sees('space talks');
    terminal.type(' ');
    await terminal.sees('space sends');
    await pulse.speak(together(question, silence(0.3)));
    terminal.type(' ');
    await terminal.sees(/you › I need help with my order/i);
    await terminal.sees('agent › Your order has shipped');
    loudspeaker.clear();
    await loudspeaker.until(() => loudspeaker.sound.length > 8000);
    terminal.type(esc);
    await terminal.sees(/listen .*hear .*think .*speak [\s\S]*stopped at/);
    await terminal.sees('[not heard: ');
    terminal.type(ctrlC);
    expect(await terminal.exit()).toBe(130);
  });

  it('is silenced by the space bar, and hears what comes then', async () => {
    const terminal = chat();
    await terminal.sees('space talks');
    terminal.type(`Where is it?${enter}`);
    await terminal.sees('space interrupts');
    loudspeaker.clear();
    await loudspeaker.until(() => loudspeaker.sound.length > 8000);
    terminal.type(' ');
    await terminal.sees('[not heard: ');
    await loudspeaker.until(() => loudspeaker.quietFor > 300);
    await pulse.speak(together(interruption, silence(0.3)));
    terminal.type(' ');
    await terminal.sees(/you › When will it be here/i);
    terminal.type(esc);
    await terminal.sees(/hear [\s\S]*stopped at/);
    terminal.type(`/mute on${enter}`);
    await terminal.sees('MUTED');
    terminal.type(`/quit${enter}`);
    expect(await terminal.exit()).toBe(0);
  });

  it('is interrupted by a voice where there are headphones', async () => {
    const terminal = chat('--headphones');
    await terminal.sees(/speak · enter sends/);
    terminal.type(`Where is it?${enter}`);
    loudspeaker.clear();
    await loudspeaker.until(() => loudspeaker.sound.length > 8000);
    await pulse.speak(together(silence(0.2), interruption, silence(1.5)));
    await terminal.sees('[not heard: ');
    await terminal.sees(/you › When will it be here/i);
  });
});
