/** The room in the browser: what voicectl tells is shown and played, what the person does is told to voicectl. */
import { clean, cleanLine } from '../../../output/clean';
import type { SessionEvent } from '../../../voice/session-events';
import { messageLimit } from '../../carry';
import type { RoomState, ToPage } from '../wire';
import { button, byId, canvas, el, part, select } from './dom';
import { Line, type LineState } from './line';
import { Sound } from './sound';
import { Talk } from './talk';
import { Times } from './times';
import { Turn } from './turn';
import { draw } from './wave';

const log = part('log');
// It scrolls, also by keyboard.
log.tabIndex = 0;
const note = part('note');
const stop = button('stop');
const message = byId('message', HTMLTextAreaElement);
const mode = select('mode');
const voice = byId('voice', HTMLInputElement);
const times = new Times(part('times'));
const turns = new Map<number, Turn>();
/** Why there was no voice, as far as this page has told it. */
const voiceFailures = new Set<string>();
let agent = 'Agent';

const sound = new Sound({
  played: (played) => line.say(played),
  heard: (samples) => talk.isHeard && line.sound(samples),
});
const line = new Line({
  rate: sound.context.sampleRate,
  message: heard,
  sound: (samples) => sound.play({ samples }),
  state: connected,
});
const hush = () => sound.play({ hush: true });
const talk = new Talk(line, sound, hush);

function heard(message: ToPage): void {
  if (message.type === 'welcome') welcome(message);
  else if (message.type === 'state') show(message);
  else if (message.type === 'note') remark(message.text);
  else if (message.type === 'sound') sound.play({ begin: message.stream });
  else if (message.type === 'sound.end') sound.play({ end: true });
  else if (message.type === 'hush') hush();
  else if (message.type === 'turn.failed') failed(message);
  else happened(message);
}

function welcome({ agent: { name, status }, turns: before }: ToPage & { type: 'welcome' }): void {
  agent = cleanLine(name);
  part('agent').replaceChildren(el('bdi', {}, agent), ` (${status})`);
  document.title = `${agent} · voicectl`;
  turns.clear();
  log.replaceChildren(
    ...before.map((each) => {
      const turn = new Turn(agent);
      turn.ended(each);
      return turn.element;
    }),
  );
  times.begin(before);
  toEnd();
}

function show(state: RoomState): void {
  mode.value = state.mode;
  voice.checked = state.voice !== null;
  mode.disabled = state.voice === null;
  stop.disabled = !state.busy;
  part('voice-name').textContent =
    state.voice === null ? 'Agent (silent)' : `Agent: ${state.voice}`;
  talk.show(state);
}

function happened(event: SessionEvent): void {
  const follow = following();
  let turn = turns.get(event.turn);
  if (!turn) {
    turn = new Turn(agent);
    turns.set(event.turn, turn);
    log.append(turn.element);
    note.textContent = '';
  }
  turn.happened(event, isKnown(event));
  if (event.type === 'turn.ended') times.add(event);
  follow();
}

/** Told once, and again to a page that was not there then. */
function isKnown(event: SessionEvent): boolean {
  if (event.type !== 'voice.failed') return false;
  const wasTold = voiceFailures.has(event.message);
  voiceFailures.add(event.message);
  return event.known && wasTold;
}

/** Whoever reads further up is left there. */
function following(): () => void {
  const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 40;
  return () => atEnd && toEnd();
}

function toEnd(): void {
  log.scrollTop = log.scrollHeight;
}

function failed({ turn, message, hint }: ToPage & { type: 'turn.failed' }): void {
  const found = turns.get(turn);
  const follow = following();
  if (message !== null) found?.failed(message, hint);
  else found?.element.remove();
  follow();
}

/** Several may come at once; they stay until the next turn. */
function remark(remarked: string): void {
  const text = clean(remarked);
  const known = note.textContent?.split(' · ').filter(Boolean) ?? [];
  if (!known.includes(text)) note.textContent = [...known, text].join(' · ');
}

function connected(state: LineState, reason: string): void {
  const place = part('connection');
  place.dataset.state = state;
  place.textContent = words[state];
  for (const id of ['end', 'send']) button(id).disabled = state !== 'open';
  if (note.textContent === gone) note.textContent = '';
  if (state === 'open') return;
  if (state === 'lost') note.textContent = gone;
  hush();
  talk.show(undefined);
  stop.disabled = true;
  const [title, text] = farewells[state] ?? [];
  if (title === undefined) return;
  sound.closeMicrophone();
  part('room').hidden = true;
  part('closed').hidden = false;
  part('closed-title').textContent = title;
  part('closed-text').textContent = state === 'broken' ? `${text} (${reason})` : (text ?? '');
}

function send(): void {
  const text = message.value.trim();
  if (text === '' || button('send').disabled) return;
  if (text.length > messageLimit) {
    note.textContent = `A message has at most ${messageLimit} characters; this one has ${text.length}.`;
    return;
  }
  hush();
  line.say({ type: 'say', text });
  stop.disabled = false;
  message.value = '';
  toEnd();
}

function stopAnswer(): void {
  hush();
  line.say({ type: 'stop' });
}

const words: Readonly<Record<LineState, string>> = {
  connecting: 'Connecting…',
  open: 'Connected',
  lost: 'voicectl does not answer; trying again…',
  over: 'Ended',
  'moved-on': 'Elsewhere',
  refused: 'Not let in',
  broken: 'Broken off',
};
const gone = 'If voicectl has ended, voicectl play --web begins another conversation.';
const farewells: Partial<Record<LineState, readonly [string, string]>> = {
  over: ['The conversation is over', 'voicectl play --web begins another one.'],
  'moved-on': [
    'This goes on in another tab',
    'You can close this one, or load it again to go on here.',
  ],
  refused: [
    'This link has been used',
    'It was good for one page. Go back to that page, or run voicectl play --web again for a new link.',
  ],
  broken: ['Something went wrong', 'Load the page again to go on.'],
};

byId('form', HTMLFormElement).addEventListener('submit', (event) => {
  event.preventDefault();
  send();
});
message.addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  send();
});
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') stopAnswer();
});
stop.addEventListener('click', stopAnswer);
button('end').addEventListener('click', () => line.say({ type: 'end' }));
mode.addEventListener('change', () => {
  line.say({ type: 'mode', mode: mode.value === 'batch' ? 'batch' : 'streaming' });
});
voice.addEventListener('change', () => {
  if (!voice.checked) hush();
  line.say({ type: 'voice', on: voice.checked });
});

addEventListener('pagehide', () => line.leave());
// Another link, opened where this page is.
addEventListener('hashchange', () => location.hash !== '' && location.reload());
// A browser may keep a page and show it again, as it was.
addEventListener('pageshow', ({ persisted }) => persisted && location.reload());

draw([
  { canvas: canvas('wave-voice'), sound: sound.voice },
  { canvas: canvas('wave-answer'), sound: sound.answer },
]);
void sound
  .load()
  .catch((error: unknown) => {
    note.textContent = `This browser can't play the answers: ${error}`;
  })
  .finally(() => line.open());
