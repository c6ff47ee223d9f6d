/** Speech that is speech: what the offline voice says, the offline listener understands. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type MoonshineListener, moonshine } from '../src/voice/listen/moonshine';
import { built, finals, heard, moonshineHere, sound, spoken, wordErrors } from './voice-listening';

const folder = await moonshineHere();

const sentences = [
  'Your order has shipped and should arrive at your door on Friday.',
  'I need help with my order.',
  'Please tell me your name and your phone number.',
  'The meeting is on Monday morning.',
  'We are open every day except Sunday.',
  'How can I help you today?',
  'The payment was not accepted by the bank.',
  'You can return it within thirty days.',
  'Let me check that for you.',
  'The password has been changed.',
  'Is there anything else that I can do for you?',
  'Thank you for calling, and have a nice day.',
  'The price of the ticket is forty dollars.',
  'Our office is near the train station.',
  'I am sorry to hear that.',
  'Would you like to speak with a person?',
  'The doctor can see you next week.',
  'Please stay on the line while I look for it.',
  'Your account will be closed at the end of the month.',
  'Did you receive the message that we sent?',
];

describe.skipIf(folder === undefined)('twenty sentences, spoken by flite', () => {
  let listener: MoonshineListener;

  beforeAll(() => {
    listener = moonshine({ env: {}, folder, entry: built('moonshine-process'), partials: false });
  });
  afterAll(() => listener.close());

  it('are understood by Moonshine, all but a few words', async () => {
    const understood: string[] = [];
    for (const samples of await spoken(...sentences)) {
      understood.push(finals(await heard(listener, sound(samples))).join(' '));
    }
    const pairs = sentences.map((said, at) => `${said} -> ${understood[at]}`).join('\n');
    expect(wordErrors(sentences.join(' '), understood.join(' ')), pairs).toBeLessThanOrEqual(0.15);
  }, 60_000);
});
