/** What `#undici` leads to where undici does not run: nothing, so that `fetch` is used. See `imports` in package.json. */
export const openUndici = undefined;
