/** What somebody did at the keyboard. */

export type Key =
  | {
      readonly type: 'key';
      /** As Node's readline names it: `return`, `up`, `tab`, `escape`, `a`. Empty for a character without a name. */
      readonly name: string;
      readonly ctrl: boolean;
      readonly alt: boolean;
      readonly shift: boolean;
      /** What it writes; empty for a key that writes nothing. */
      readonly text: string;
    }
  /** Pasted as one: line breaks in it send nothing. */
  | { readonly type: 'paste'; readonly text: string };
