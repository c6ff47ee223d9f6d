/** The page's elements. What comes from data is only ever put in as text. */

/** @throws Error where the page has no such element: a bug of the page. */
export function byId<T extends HTMLElement>(id: string, kind: new () => T): T {
  const found = document.getElementById(id);
  if (found instanceof kind) return found;
  throw new Error(`The page has no ${kind.name} #${id}`);
}

export const section = (id: string) => byId(id, HTMLElement);
export const button = (id: string) => byId(id, HTMLButtonElement);
export const input = (id: string) => byId(id, HTMLInputElement);
export const select = (id: string) => byId(id, HTMLSelectElement);
export const area = (id: string) => byId(id, HTMLTextAreaElement);

type Attributes = Readonly<Record<string, string | boolean | ((event: Event) => void)>>;

/** An element; a function is a listener, `true` an attribute without a value, `false` none. */
export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') made.addEventListener(name, value);
    else if (value !== false) made.setAttribute(name, value === true ? '' : value);
  }
  made.append(...children);
  return made;
}

/** A button; `about` says to those who don't see its place what it is about. */
export function act(word: string, about: string, click: () => void, attributes: Attributes = {}) {
  return el(
    'button',
    { type: 'button', 'aria-label': `${word} ${about}`, click, ...attributes },
    word,
  );
}

const shown = new WeakMap<Element, unknown>();

/** Makes a list show these items. What has not changed keeps its element. */
export function fill<T>(
  list: HTMLElement,
  items: readonly T[],
  keyOf: (item: T) => string,
  make: (item: T) => HTMLElement,
  versionOf: (item: T) => unknown = JSON.stringify,
): void {
  const old = new Map([...list.children].map((child) => [child.getAttribute('data-key'), child]));
  const nodes = items.map((item) => {
    const key = keyOf(item);
    const version = versionOf(item);
    const before = old.get(key);
    if (before && shown.get(before) === version) return before;
    const node = make(item);
    node.setAttribute('data-key', key);
    shown.set(node, version);
    return node;
  });
  place(list, nodes);
}

/** Moves as little as it can: a node that is moved loses its focus. */
function place(list: HTMLElement, nodes: readonly Element[]): void {
  const kept = new Set(nodes);
  for (const child of [...list.children]) if (!kept.has(child)) child.remove();
  let next = list.firstElementChild;
  for (const node of nodes) {
    if (node === next) next = next.nextElementSibling;
    else list.insertBefore(node, next);
  }
}

/**
 * Draws, and puts whoever stood on an item that is drawn anew back on it, in whichever list it is now: what changes by
 * itself must not throw anybody off.
 */
export function keepingFocus(draw: () => void): void {
  const before = document.activeElement;
  const key = before?.closest('[data-key]')?.getAttribute('data-key');
  draw();
  if (!before || !key || before.isConnected) return;
  const item = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  const all = [...(item?.querySelectorAll<HTMLElement>('button, summary') ?? [])];
  (all.find((each) => labelOf(each) === labelOf(before)) ?? all[0])?.focus();
}

const labelOf = (element: Element) => element.getAttribute('aria-label') ?? element.textContent;

/** Options of a select; the choice stays where it still is one. */
export function setOptions(
  list: HTMLSelectElement,
  options: readonly (readonly [string, string])[],
) {
  const { value } = list;
  // One that is open would close.
  if (shown.get(list) === JSON.stringify(options)) return;
  shown.set(list, JSON.stringify(options));
  list.replaceChildren(...options.map(([id, text]) => el('option', { value: id }, text)));
  if (options.some(([id]) => id === value)) list.value = value;
}

/** What happens at once in a burst, done once. */
export function settled(act: () => void, ms = 150): () => void {
  let timer = 0;
  return () => {
    clearTimeout(timer);
    timer = window.setTimeout(act, ms);
  };
}
