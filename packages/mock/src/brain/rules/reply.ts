/** A rule's reply: a text with places that are filled from the message and the agent. */

/** Names that stand for something in every reply. */
export const everywhere = ['agent', 'message', 'scope'] as const;

// {{name}} is {name} as it stands. Braces around anything but a name are braces.
const place = /\{(\{\w+\})\}|\{(\w+)\}/g;

/** The names of the places that a text wants filled. */
export function placesOf(text: string): string[] {
  return [...text.matchAll(place)].flatMap(([, , name]) => name ?? []);
}

/** A text with its places filled; one without a value is left empty. */
export function filled(text: string, values: ReadonlyMap<string, string>): string {
  return text.replace(
    place,
    (_whole, literal: string | undefined, name: string) => literal ?? values.get(name) ?? '',
  );
}
