/** What `build/page.ts` makes of files of the inspector: their text, ready for a browser. */
declare module '*?inlined' {
  const text: string;
  export default text;
}
