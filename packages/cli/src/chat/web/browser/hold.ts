/** A button that does something for as long as it is held, by hand or by keyboard; who can't hold it presses it twice. */

export interface Held {
  begin(): void;
  end(): void;
}

/** @returns lets it go, whatever holds it. */
export function holdable(button: HTMLButtonElement, held: Held): () => void {
  let isHeld = false;
  const begin = () => {
    if (isHeld || button.disabled) return;
    isHeld = true;
    button.classList.add('held');
    held.begin();
  };
  const end = () => {
    if (!isHeld) return;
    isHeld = false;
    button.classList.remove('held');
    held.end();
  };
  button.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    button.setPointerCapture(event.pointerId);
    begin();
  });
  button.addEventListener('lostpointercapture', end);
  button.addEventListener('contextmenu', (event) => event.preventDefault());
  // What is no pointer and no key, as of a screen reader, is a click without either.
  button.addEventListener('click', ({ detail, isTrusted }) => {
    if (detail === 0 && isTrusted) isHeld ? end() : begin();
  });
  document.addEventListener('keydown', (event) => {
    const isKey = event.key === ' ' || (event.key === 'Enter' && event.target === button);
    // With another key, it is the browser's or the system's.
    if (!isKey || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.target !== button && takesKeys(event.target)) return;
    event.preventDefault();
    if (!event.repeat) begin();
  });
  document.addEventListener('keyup', (event) => {
    if (event.key !== ' ' && event.key !== 'Enter') return;
    // Or the browser would make a click of it.
    if (event.target === button) event.preventDefault();
    end();
  });
  addEventListener('blur', end);
  document.addEventListener('visibilitychange', () => document.hidden && end());
  return end;
}

/** Where the space bar has a meaning of its own. */
function takesKeys(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest('button, input, textarea, select, a, summary, [contenteditable]') !== null
  );
}
