/** Sizes for people. */
export function sizeText(bytes: number): string {
  if (bytes < 100_000) return `${Math.ceil(bytes / 1000)} kB`;
  const millions = bytes / 1_000_000;
  return `${millions < 10 ? Math.round(millions * 10) / 10 : Math.round(millions)} MB`;
}
