/** How long ago, in a word or two; a date where that says more. */
export function ago(iso: string, now: number): string {
  const seconds = (now - Date.parse(iso)) / 1000;
  if (Number.isNaN(seconds)) return String(iso ?? '-');
  // A server's clock may be a little ahead.
  if (seconds < 60) return seconds > -60 ? 'just now' : iso.slice(0, 10);
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h ago`;
  return seconds < 30 * 86_400 ? `${Math.floor(seconds / 86_400)} d ago` : iso.slice(0, 10);
}
