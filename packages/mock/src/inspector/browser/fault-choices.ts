/** Faults that are ready to be switched on; each may be told one value. */

export interface Choice {
  readonly words: string;
  /** What its value is, and which one is proposed. */
  readonly value?: { readonly words: string; readonly proposed: string };
  fault(value: string): object;
}

export const choices: readonly Choice[] = [
  { words: '503 Service Unavailable', fault: () => ({ status: 503 }) },
  {
    words: '429 Too Many Requests',
    value: { words: 'Retry-After: seconds or a date', proposed: '2' },
    fault: (value) => ({ status: 429, retryAfter: numberOr(value) }),
  },
  {
    words: 'A slow answer',
    value: { words: 'Latency, ms', proposed: '2000' },
    fault: (value) => ({ latency: numberOr(value) }),
  },
  { words: 'Connection reset before it acts', fault: () => ({ reset: 'before' }) },
  { words: 'Connection reset after it has acted', fault: () => ({ reset: 'after' }) },
  {
    words: 'A body that stalls',
    value: { words: 'After bytes', proposed: '20' },
    fault: (value) => ({ stall: numberOr(value) }),
  },
  { words: 'A web page instead of JSON', fault: () => ({ html: true }) },
  {
    words: 'A stream that is dropped',
    value: { words: 'After tokens', proposed: '3' },
    fault: (value) => ({ operation: 'agents.test', drop: numberOr(value) }),
  },
  {
    words: 'Drift: a field is missing',
    value: { words: 'Path of the field', proposed: 'updatedAt' },
    fault: (value) => ({ drift: { remove: [value] } }),
  },
  {
    words: 'Drift: a status nobody knows',
    value: { words: 'Status', proposed: 'hibernating' },
    fault: (value) => ({ drift: { set: { status: value } } }),
  },
];

/** What is no number is sent as it stands, for the mock to judge. */
const numberOr = (text: string) =>
  text.trim() === '' || Number.isNaN(Number(text)) ? text : Number(text);
