/** The page's elements. What comes from an agent is only ever put in as text. */

/** @throws Error where the page has no such element: a bug of the page. */
export function byId<T extends HTMLElement>(id: string, kind: new () => T): T {
  const found = document.getElementById(id);
  if (found instanceof kind) return found;
  throw new Error(`The page has no ${kind.name} #${id}`);
}

export const part = (id: string) => byId(id, HTMLElement);
export const button = (id: string) => byId(id, HTMLButtonElement);
export const select = (id: string) => byId(id, HTMLSelectElement);
export const canvas = (id: string) => byId(id, HTMLCanvasElement);

export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, string>> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}
