/** Which voice speaks. */
import { expect, test } from 'vitest';
import { SpeakerByLanguage } from '../src/voice/speak/by-language';
import {
  type Available,
  chooseVoice,
  type SystemVoice,
  voiceName,
} from '../src/voice/speak/choose';
import { speakEach } from '../src/voice/speak/each';
import { isLatin, languageOf } from '../src/voice/speak/language';
import { Leveller } from '../src/voice/speak/level';
import type { Speaker } from '../src/voice/stages';
import { answer, say } from './voice-speak';

const thomas: SystemVoice = { program: 'say', name: 'Thomas', language: 'fr-FR' };
const zira: SystemVoice = { program: 'sapi', name: 'Microsoft Zira Desktop', language: 'en-US' };
const every: SystemVoice = { program: 'espeak-ng', name: 'espeak-ng', language: '*' };
const nothing: Available = { elevenlabs: false, openai: false, espeak: false, system: [] };
const rachel = '21m00Tcm4TlvDq8ikWAM';

test.each([
  ['English, nothing installed', {}, {}, 'flite rms', []],
  [
    'English, everything offline',
    { espeak: true, system: [zira, every] },
    { language: 'en-US' },
    'flite rms',
    [],
  ],
  [
    'French, a voice of the system',
    { espeak: true, system: [zira, thomas] },
    { language: 'fr' },
    'say Thomas',
    [],
  ],
  [
    'French, eSpeak NG',
    { espeak: true, system: [zira, every] },
    { language: 'fr-BE' },
    'espeak fr-be',
    [],
  ],
  ['Arabic, a program', { system: [every] }, { language: 'ar' }, 'espeak-ng', []],
  [
    'French, nothing installed',
    {},
    { language: 'fr' },
    'flite rms',
    [
      'no voice here speaks French: flite rms reads it as English; `voicectl voice install espeak` brings one that does',
    ],
  ],
  [
    'Arabic, nothing installed',
    {},
    { language: 'ar' },
    'no voice',
    [
      'no voice here speaks Arabic: it is shown, not spoken; `voicectl voice install espeak` brings one that does',
    ],
  ],
  [
    'a key of ElevenLabs',
    { elevenlabs: true, openai: true },
    { agentVoice: rachel },
    `elevenlabs ${rachel}`,
    [],
  ],
  [
    'a key of ElevenLabs, an agent without a voice',
    { elevenlabs: true },
    { language: 'ar' },
    'elevenlabs',
    [],
  ],
  ['another endpoint', { openai: true, espeak: true }, { language: 'ar' }, 'openai', []],
  [
    "the agent's voice without its key",
    {},
    { agentVoice: rachel },
    'flite rms',
    [`voice ${rachel} needs ELEVENLABS_API_KEY; speaking with flite rms`],
  ],
  [
    "the agent's voice, another endpoint",
    { openai: true },
    { agentVoice: rachel },
    'openai',
    [`voice ${rachel} needs ELEVENLABS_API_KEY; speaking with openai`],
  ],
  [
    'a voice id of any length',
    {},
    { agentVoice: 'x'.repeat(500) },
    'flite rms',
    [`voice ${'x'.repeat(21)}... needs ELEVENLABS_API_KEY; speaking with flite rms`],
  ],
  [
    '--voice outranks keys',
    { elevenlabs: true },
    { voice: 'slt', agentVoice: rachel },
    'flite slt',
    [],
  ],
  ['--voice flite:awb', {}, { voice: 'FLITE:AWB' }, 'flite awb', []],
  [
    '--voice slt for Arabic',
    { espeak: true },
    { voice: 'slt', language: 'ar' },
    'no voice',
    [
      'no voice here speaks Arabic: it is shown, not spoken; `voicectl voice install espeak` brings one that does',
    ],
  ],
  ['--voice espeak', { espeak: true }, { voice: 'espeak', language: 'fr' }, 'espeak fr', []],
  ['--voice espeak:fr+f3', { espeak: true }, { voice: 'espeak:fr+f3' }, 'espeak fr+f3', []],
  ['--voice openai:alloy', { openai: true }, { voice: 'openai:alloy' }, 'openai alloy', []],
  ['--voice with an id', { elevenlabs: true }, { voice: rachel }, `elevenlabs ${rachel}`, []],
  [
    '--voice with a name of the system',
    { system: [zira, thomas] },
    { voice: 'thomas' },
    'say Thomas',
    [],
  ],
  ['--voice say:Thomas', { system: [zira, thomas] }, { voice: 'say:Thomas' }, 'say Thomas', []],
  [
    '--voice system',
    { system: [zira, thomas] },
    { voice: 'system', language: 'fr' },
    'say Thomas',
    [],
  ],
] as const)('%s', (_, available, wanted, name, notes) => {
  const choice = chooseVoice({ ...nothing, ...available }, wanted);
  expect({ name: voiceName(choice), notes: choice.notes }).toEqual({ name, notes });
});

test.each([
  ['nobody', 'There is no voice "nobody"', /rms, slt, awb, kal16.*Thomas/],
  ['flite:kal', 'There is no voice "flite:kal"', /rms, slt, awb, kal16/],
  [
    'espeak:fr',
    '--voice espeak:fr needs the package of eSpeak NG',
    /voicectl voice install espeak/,
  ],
  ['elevenlabs', '--voice elevenlabs needs a key of ElevenLabs', /ELEVENLABS_API_KEY/],
  [rachel, `--voice ${rachel} needs a key of ElevenLabs`, /ELEVENLABS_API_KEY/],
  ['openai', '--voice openai needs a key', /OPENAI_API_KEY/],
])('--voice %s, which is not there, is wrong use, and says what is', (voice, message, hint) => {
  expect(() => chooseVoice({ ...nothing, system: [thomas] }, { voice })).toThrow(
    expect.objectContaining({ name: 'UsageError', message, hint: expect.stringMatching(hint) }),
  );
});

test.each([
  [
    'en',
    [
      'Hello!',
      'Yes.',
      'Your order has shipped.',
      'No problem, thank you.',
      'Paris is nice.',
      'A résumé is enough.',
      'Sure.',
    ],
  ],
  [
    'fr',
    [
      'Bonjour !',
      'Oui.',
      'Merci beaucoup.',
      'Votre commande est partie.',
      'D’accord.',
      "L'agent arrive.",
      'Elle arrive vendredi.',
      'Le colis est livré.',
      'Au revoir.',
    ],
  ],
  ['ar', ['مرحبا', 'كيف يمكنني مساعدتك؟', 'طلبك رقم AB-12 في الطريق']],
  ['es', ['Su pedido llegará el viernes.', '¿En qué puedo ayudarle?']],
  ['de', ['Ihre Bestellung ist unterwegs.', 'Wie kann ich Ihnen helfen?']],
  ['it', ['Come posso aiutarla?']],
  ['pt', ['Como posso ajudar você?']],
  ['nl', ['Hoe kan ik u helpen?']],
  ['fa', ['سفارش شما در راه است، چه کمکی می‌خواهید؟']],
  ['ru', ['Чем могу помочь?']],
  ['uk', ['Чим можу вам допомогти, її замовлення']],
  ['zh', ['您好，有什么可以帮您？']],
  ['ja', ['ご注文は発送されました。']],
  ['ko', ['주문이 발송되었습니다.']],
  ['he', ['שלום']],
  [undefined, ['12:30', 'OK.', 'Casablanca, 20250', '', '🙂']],
])('%s is told by its letters and its small words', (language, texts) => {
  for (const text of texts) expect([text, languageOf(text)]).toEqual([text, language]);
});

test('what is read with Latin letters is known', () => {
  expect(['en', 'fr', 'xx'].map(isLatin)).toEqual([true, true, true]);
  expect(['ar', 'fa', 'zh', 'ja', 'ru', 'el'].map(isLatin)).toEqual(Array(6).fill(false));
});

/** Says each piece as so many samples as its name is long. */
function named(name: string): Speaker {
  const synthesise = async function* () {
    yield { samples: new Int16Array(name.length), rate: 16_000 };
  };
  return {
    name,
    speak: (pieces, signal) => speakEach(pieces, signal, synthesise, new Leveller()),
  };
}

test('each piece is said by the voice of its language, in order, and notes come once', async () => {
  const notes: string[] = [];
  const opened: string[] = [];
  const available = { ...nothing, espeak: true };
  const speaker = new SpeakerByLanguage({
    choose: (language) =>
      chooseVoice(language === 'ar' ? nothing : available, { language, agentVoice: rachel }),
    open: async (choice) => {
      opened.push(voiceName(choice));
      return choice.engine === 'none' ? undefined : named(voiceName(choice));
    },
    note: (text) => notes.push(text),
  });
  const pieces = answer(
    'Hello!',
    'OK.',
    'Votre commande est partie.',
    'OK.',
    'مرحبا',
    'Thank you.',
  );
  const said = await say(speaker, pieces);
  expect(said.map(({ piece, samples }) => [piece, samples.length])).toEqual(
    [9, 9, 9, 9, 0, 9].map((length, at) => [pieces[at], length]),
  );
  expect(opened).toEqual(['flite rms', 'espeak fr', 'no voice']);
  expect(notes).toEqual([
    `voice ${rachel} needs ELEVENLABS_API_KEY; speaking with flite rms`,
    `voice ${rachel} needs ELEVENLABS_API_KEY; speaking with espeak fr`,
    'no voice here speaks Arabic: it is shown, not spoken; `voicectl voice install espeak` brings one that does',
  ]);
});

test('what is open is warmed, and what could not be opened is no failure yet', async () => {
  let warmed = 0;
  const one: Speaker = { ...named('voice'), warm: () => void warmed++ };
  const choose = (language: string) => chooseVoice(nothing, { language });
  const note = () => {};
  const speaker = new SpeakerByLanguage({ choose, open: async () => one, note });
  speaker.warm();
  await expect.poll(() => warmed).toBe(1);
  const broken = new SpeakerByLanguage({
    choose,
    open: () => Promise.reject(new Error('not installed')),
    note,
  });
  broken.warm();
  await expect(say(broken, answer('Hello!'))).rejects.toThrow('not installed');
});

test('an abort ends a wait for the next piece, and for a voice that is still being opened', async () => {
  for (const open of [async () => named('voice'), () => new Promise<Speaker>(() => {})]) {
    const speaker = new SpeakerByLanguage({
      choose: (language) => chooseVoice(nothing, { language }),
      open,
      note: () => {},
    });
    const turn = new AbortController();
    const pieces = (async function* () {
      yield* answer('Hello!');
      await new Promise(() => {});
    })();
    const heard: string[] = [];
    const listening = (async () => {
      for await (const { piece } of speaker.speak(pieces, turn.signal)) heard.push(piece.text);
    })();
    setTimeout(() => turn.abort(), 50);
    await listening;
    expect(new Set(heard).size).toBeLessThanOrEqual(1);
  }
});
