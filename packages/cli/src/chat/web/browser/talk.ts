/** Everything about the microphone: on and off, held or open, muted, which one. */
import type { RoomState } from '../wire';
import { button, el, part, select } from './dom';
import { holdable } from './hold';
import type { Line } from './line';
import type { Sound } from './sound';

export class Talk {
  readonly #line: Line;
  readonly #sound: Sound;
  readonly #hush: () => void;
  readonly #on = button('turn-on');
  readonly #talk = button('talk');
  readonly #open = button('open');
  readonly #mute = button('mute');
  readonly #hint = part('talk-hint');
  readonly #device = select('device');
  readonly #letGo: () => void;
  #state: RoomState | undefined;
  #isHeld = false;
  #isMuted = false;
  #wantsFocus = false;
  #problem = '';

  /** @param hush silences the answer at once: voicectl hears of it a moment later. */
  constructor(line: Line, sound: Sound, hush: () => void) {
    this.#line = line;
    this.#sound = sound;
    this.#hush = hush;
    this.#letGo = holdable(this.#talk, {
      begin: () => this.#hold(true),
      end: () => this.#hold(false),
    });
    this.#on.addEventListener('click', () => void this.#turnOn());
    this.#open.addEventListener('click', () => {
      line.say({ type: 'open', on: this.#state?.open === false });
    });
    this.#mute.addEventListener('click', () => this.#setMuted(!this.#isMuted));
    this.#device.addEventListener('change', () => void this.#turnOn(this.#device.value));
    navigator.mediaDevices?.addEventListener('devicechange', () => void this.#listDevices());
  }

  /** Whether voicectl wants to hear the microphone. */
  get isHeard(): boolean {
    return this.#isHeld || this.#state?.open === true;
  }

  show(state: RoomState | undefined): void {
    this.#state = state;
    this.#show();
  }

  #hold(on: boolean): void {
    this.#isHeld = on;
    if (on) this.#hush();
    this.#line.say({ type: 'talk', on });
    this.#show();
  }

  async #turnOn(device?: string): Promise<void> {
    this.#sound.wake();
    this.#problem = '';
    try {
      await this.#sound.openMicrophone(device || undefined, () => {
        this.#problem = 'The microphone is gone. ';
        this.#show();
      });
      this.#setMuted(this.#isMuted);
      await this.#listDevices();
      // The button that was pressed is gone.
      this.#wantsFocus = device === undefined;
    } catch (error) {
      this.#problem = `${problemOf(error)} `;
      // It is still the one before.
      await this.#listDevices();
    }
    this.#show();
  }

  /** As soon as it can have it, unless it has gone elsewhere meanwhile. */
  #giveFocus(): void {
    if (!this.#wantsFocus || this.#talk.hidden || this.#talk.disabled) return;
    this.#wantsFocus = false;
    const { activeElement, body } = document;
    if (activeElement === body || activeElement === this.#on) this.#talk.focus();
  }

  #setMuted(isMuted: boolean): void {
    this.#isMuted = isMuted;
    this.#sound.muted = isMuted;
    this.#show();
  }

  async #listDevices(): Promise<void> {
    const all = await navigator.mediaDevices.enumerateDevices().catch(() => []);
    const found = all.filter(({ kind, deviceId }) => kind === 'audioinput' && deviceId !== '');
    this.#device.replaceChildren(
      ...found.map(({ deviceId, label }) =>
        el('option', { value: deviceId }, label || 'Microphone'),
      ),
    );
    this.#device.disabled = found.length === 0;
    if (this.#sound.device) this.#device.value = this.#sound.device;
  }

  #show(): void {
    const { hasMicrophone } = this.#sound;
    const isReady = this.#state?.understands === 'ready';
    const isOpen = this.#state?.open === true;
    if (!isReady || !hasMicrophone) this.#letGo();
    this.#on.hidden = hasMicrophone;
    this.#on.disabled = typeof this.#state?.understands === 'object';
    for (const each of [this.#talk, this.#open, this.#mute]) each.hidden = !hasMicrophone;
    this.#talk.disabled = !isReady || isOpen;
    this.#open.disabled = !isReady;
    this.#open.setAttribute('aria-pressed', String(isOpen));
    this.#mute.setAttribute('aria-pressed', String(this.#isMuted));
    const text = this.#problem + this.#hintOf();
    if (this.#hint.textContent !== text) this.#hint.textContent = text;
    this.#giveFocus();
  }

  #hintOf(): string {
    if (!this.#state) return '';
    const { understands, open } = this.#state;
    if (typeof understands === 'object') {
      const { message, hint } = understands;
      return `${[message, hint].filter(Boolean).join('. ')} Typing works.`;
    }
    if (!this.#sound.hasMicrophone) return 'Typing works without a microphone.';
    if (understands !== 'ready') return 'Getting ready to listen…';
    if (this.#isMuted) return 'The microphone is muted.';
    if (open) return 'Speak whenever you like; speaking interrupts the answer.';
    if (this.#isHeld) return 'Listening. Let go when you have finished.';
    return 'Hold the button or the space bar while you speak.';
  }
}

function problemOf(error: unknown): string {
  const { name = '', message = '' } = error as Partial<Error>;
  if (name === 'NotAllowedError')
    return 'The browser does not let this page use the microphone: allow it beside the address, and try again.';
  if (name === 'NotFoundError') return 'There is no microphone: connect one, and try again.';
  if (name === 'NotReadableError')
    return 'Another program has the microphone: close that, and try again.';
  if (name === 'OverconstrainedError')
    return 'That microphone is not there any more: choose another one.';
  return `The microphone can't be used: ${message || name}.`;
}
