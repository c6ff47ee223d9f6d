/** What the build makes of files of the page: their text, ready for a browser. */
declare module '*?inlined' {
  const text: string;
  export default text;
}
