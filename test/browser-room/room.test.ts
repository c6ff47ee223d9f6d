/** Talking to an agent in a browser: real Chromium, its fake microphone, the built command line, an agent on a socket. */
import { describe, expect, test } from 'vitest';
import {
  moonshineHere,
  silence,
  spoken,
  together,
  wordErrors,
} from '../../packages/cli/test/voice-listening';
import { cacheOf, hasBrowser, open, sounds, story, until } from './opened';

if (!hasBrowser) process.stderr.write('skipped: there is no Chromium here\n');
const moonshine = hasBrowser ? await moonshineHere() : undefined;
const question = 'I need help with my order.';

// On a busy machine sound comes late now and then.
describe.skipIf(!hasBrowser)('a room in the browser', { timeout: 60_000, retry: 2 }, () => {
  test('answers a typed message by voice, and the text is lit as it is heard', async () => {
    const answer = 'The winter was long. In the spring, the birds returned from the south.';
    const { room, page } = await open({ answer });
    await page.getByLabel('Message').fill('Tell me a story');
    await page.keyboard.press('Enter');
    await sounds(page, 'wave-answer', true);
    await page.locator('.unspoken', { hasText: 'spring' }).waitFor();
    await until(() => room.of('played').at(-1)?.heardMs ?? 0).toBeGreaterThan(0);
    expect(await page.locator('.question').textContent()).toBe('Tell me a story');
    await until(() => room.of('turn.ended').length).toBe(1);
    expect(room.of('turn.ended')[0]).toMatchObject({
      response: answer,
      reached: answer.length,
      stopped: false,
    });
    const heard = room.of('played').filter(({ done }) => done);
    expect(heard).toHaveLength(2);
    await until(() => page.locator('.unspoken').textContent()).toBe('');
    await page.locator('#times').getByText('first audio').waitFor();
    expect(await page.locator('#times tr').nth(1).textContent()).toMatch(/^first audio\d+\d+\d+$/);
    await sounds(page, 'wave-answer', false);
  });

  test.each(['Escape', 'the button'])(
    'falls silent at %s, and knows how far it was heard',
    async (by) => {
      const { room, page } = await open();
      await page.getByLabel('Message').fill('Tell me a story');
      await page.keyboard.press('Enter');
      await sounds(page, 'wave-answer', true);
      await until(() => room.of('played').at(-1)?.heardMs ?? 0).toBeGreaterThan(900);
      if (by === 'Escape') await page.keyboard.press('Escape');
      else await page.getByRole('button', { name: 'Stop answer' }).click();
      await sounds(page, 'wave-answer', false);
      await until(() => room.of('turn.ended').length).toBe(1);
      const [turn] = room.of('turn.ended');
      expect(turn?.stopped).toBe(true);
      expect(turn?.reached).toBeGreaterThan(5);
      expect(turn?.reached).toBeLessThan(story.length / 2);
      const rest = story.slice(turn?.reached);
      await until(() => page.locator('.unheard').textContent()).toBe(rest);
    },
  );

  test('says once why there is no voice, and again when it is loaded again', async () => {
    const env = { OPENAI_BASE_URL: 'http://127.0.0.1:1/v1' };
    const { room, page } = await open({ args: ['--voice', 'openai'], env, answer: 'A short one.' });
    const reasons = page.getByText('--voice flite needs no network');
    const ask = async (turn: number) => {
      await page.getByLabel('Message').fill('Hello');
      await page.keyboard.press('Enter');
      await until(() => room.of('turn.ended').length).toBe(turn);
      await until(() => page.locator('.times').count()).toBe(turn);
    };
    await ask(1);
    await ask(2);
    expect(room.of('voice.failed')).toHaveLength(2);
    expect(await reasons.count()).toBe(1);
    expect(await page.locator('.unspoken').allTextContents()).toEqual(['', '']);
    await page.reload();
    await page.getByText('Connected', { exact: true }).waitFor();
    await ask(3);
    expect(await reasons.count()).toBe(1);
  });

  test('keeps the end of the conversation in sight, also when nobody answers', async () => {
    const browser = { viewport: { width: 360, height: 640 } };
    const { room, page, endPlatform } = await open({ browser });
    await page.getByLabel('Message').fill('Hello');
    await page.keyboard.press('Enter');
    await until(() => room.of('token').length).toBeGreaterThan(10);
    await page.keyboard.press('Escape');
    await until(() => page.locator('.times').count()).toBe(1);
    await endPlatform();
    for (const turn of [1, 2, 3]) {
      await page.getByLabel('Message').fill('Are you there?');
      await page.keyboard.press('Enter');
      await until(() => page.locator('.error').count()).toBe(turn);
      const below =
        '(({ scrollHeight, scrollTop, clientHeight }) => scrollHeight - scrollTop - clientHeight)';
      expect(await page.evaluate(`${below}(document.getElementById('log'))`)).toBeLessThan(2);
    }
    const failed = (room.events as { type: string }[]).filter(({ type }) => type === 'turn.failed');
    expect(failed).toMatchObject([2, 3, 4].map((turn) => ({ turn, hint: expect.any(String) })));
  });

  test('loses nothing of a message that is too long', async () => {
    const { room, page } = await open();
    await page.getByLabel('Message').fill('a'.repeat(10_001));
    await page.keyboard.press('Enter');
    await page.getByText('at most 10000 characters; this one has 10001').waitFor();
    expect(await page.getByLabel('Message').inputValue()).toHaveLength(10_001);
    await page.getByLabel('Message').fill('a'.repeat(10_000));
    await page.keyboard.press('Enter');
    await until(() => room.of('turn.started')[0]?.message?.length).toBe(10_000);
  });

  test('says what brings a recogniser where there is none; typing works', async () => {
    const { page } = await open();
    await page.getByText('voicectl voice install').waitFor();
    expect(await page.getByRole('button', { name: 'Turn on microphone' }).isDisabled()).toBe(true);
  });

  test.skipIf(moonshine === undefined)(
    'hears what is said while the space bar is held',
    async () => {
      const [sound = silence(0)] = await spoken(question);
      const { room, page } = await open({
        env: cacheOf(moonshine ?? ''),
        microphone: together(silence(5), sound, silence(60)),
      });
      await page.getByText('Typing works without a microphone.').waitFor();
      await page.getByRole('button', { name: 'Turn on microphone' }).click();
      await page.getByText('Hold the button or the space bar').waitFor();
      expect(await page.evaluate('document.activeElement?.id')).toBe('talk');
      await page.locator('h1').click();
      await page.keyboard.down(' ');
      await page.getByText('Listening. Let go').waitFor();
      await sounds(page, 'wave-voice', true);
      await page.waitForTimeout(2500);
      await page.keyboard.up(' ');
      await until(() => room.of('heard').some(({ final }) => final)).toBe(true);
      const heard = room.of('heard').filter(({ final }) => final);
      const words = heard.map(({ text }) => text).join(' ');
      expect(wordErrors(question, words), words).toBeLessThan(0.35);
      await sounds(page, 'wave-answer', true);
      expect(await page.locator('.question').textContent()).toMatch(/help/i);
    },
  );

  test.skipIf(moonshine === undefined)(
    'with an open microphone, a voice interrupts the answer',
    async () => {
      const [sound = silence(0)] = await spoken(question);
      const { room, page } = await open({
        env: cacheOf(moonshine ?? ''),
        microphone: together(silence(9), sound, silence(60)),
      });
      await page.getByRole('button', { name: 'Turn on microphone' }).click();
      await page.getByText('Hold the button or the space bar').waitFor();
      await page.getByRole('button', { name: 'Open microphone' }).click();
      await page.getByText('Speak whenever you like').waitFor();
      await page.getByLabel('Message').fill('Tell me a story');
      await page.keyboard.press('Enter');
      await sounds(page, 'wave-answer', true);
      await until(() => room.of('turn.ended').length).toBe(1);
      expect(room.of('turn.ended')[0]).toMatchObject({ message: 'Tell me a story', stopped: true });
      await until(() => room.of('heard').some(({ final }) => final)).toBe(true);
      await until(() => room.of('token').some(({ turn }) => turn === 2)).toBe(true);
      await page.getByRole('button', { name: 'Open microphone' }).click();
      await page.getByText('Hold the button or the space bar').waitFor();
    },
  );

  test('switches mode, voice and microphone', async () => {
    const { room, page } = await open(moonshine ? { env: cacheOf(moonshine) } : {});
    await page.getByLabel('Speech begins').selectOption('batch');
    await page.getByLabel('Message').fill('Tell me a story');
    await page.keyboard.press('Enter');
    await until(() => room.of('turn.started')[0]?.mode).toBe('batch');
    await page.keyboard.press('Escape');
    await page.getByLabel('Speak the answers').uncheck();
    await page.getByText('Agent (silent)').waitFor();
    await page.getByLabel('Message').fill('And another');
    await page.keyboard.press('Enter');
    await until(() => room.of('turn.ended')[1]?.voice).toBe(null);
    expect(await page.locator('.unspoken').nth(1).textContent()).toBe('');
    if (!moonshine) return;
    await page.getByRole('button', { name: 'Turn on microphone' }).click();
    await page.getByText('Hold the button or the space bar').waitFor();
    const devices = page.getByLabel('Microphone', { exact: true });
    expect(await devices.locator('option').count()).toBeGreaterThan(1);
    await devices.selectOption({ index: 1 });
    await sounds(page, 'wave-voice', true);
    await page.getByRole('button', { name: 'Mute' }).click();
    await page.getByText('The microphone is muted.').waitFor();
    await sounds(page, 'wave-voice', false);
  });

  test('ends the room with its button, and says so', async () => {
    const { room, page } = await open();
    await page.getByRole('button', { name: 'End', exact: true }).click();
    await page.getByRole('alert').getByText('The conversation is over').waitFor();
    expect(await room.ended()).toBe(0);
  });
});
