/** The bounds of the goals API: our reading, all of them. */
import type { Row } from './bounds';

const long = (length: number) => 'x'.repeat(length);

const fields: readonly Row[] = [
  { at: 'lead_info_fields', rule: 'fields', inside: [[], [{ name: 'email' }]], outside: [[{}]] },
];

export const goalBounds = {
  'goals.list': [
    { at: 'agentId', rule: 'an id', inside: ['x'], outside: ['', 7] },
    { at: 'status', rule: 'any text', inside: ['active', 'anything'], outside: [7] },
    { at: 'limit', rule: 'whole, 1-500', inside: [1, 500], outside: [0, 501, 1.5] },
    { at: 'offset', rule: 'whole, >= 0', inside: [0, 10], outside: [-1, 0.5] },
    { at: 'adminMode', rule: 'yes or no', inside: [false], outside: ['yes'] },
    { at: 'userId', rule: 'a text', inside: ['x'], outside: [7] },
  ],
  'goals.create': [
    { at: 'name', rule: '1-255', inside: ['x', long(255)], outside: ['', long(256), undefined] },
    { at: 'agent_id', rule: 'required', inside: [], outside: ['', undefined, 7] },
    { at: 'description', rule: '<= 10000', inside: ['', long(10_000)], outside: [long(10_001)] },
    { at: 'status', rule: 'any text', inside: ['paused'], outside: ['', 7] },
    { at: 'priority', rule: 'a number', inside: [0, 1.5, -1], outside: ['high'] },
    ...fields,
  ],
  'goals.update': [
    { at: 'name', rule: '1-255', inside: ['x', long(255)], outside: ['', long(256), null] },
    { at: 'description', rule: '<= 10000', inside: [null, long(10_000)], outside: [long(10_001)] },
    { at: 'status', rule: 'any text', inside: ['done'], outside: ['', null] },
    { at: 'priority', rule: 'a number', inside: [1, null], outside: ['1'] },
    { at: 'agent_id', rule: 'an id', inside: [], outside: ['', null] },
  ],
  'goals.attach': [
    { at: 'goalId', rule: 'required', inside: [], outside: ['', undefined, 7] },
    { at: 'agentId', rule: 'required', inside: [], outside: ['', undefined, 7] },
  ],
  'goals.detach': [
    { at: 'agentId', rule: 'required', inside: [], outside: ['', undefined, 7] },
    { at: 'goalId', rule: 'an id', inside: [], outside: ['', 7] },
  ],
  'goals.generate': [
    {
      at: 'description',
      rule: '1-10000',
      inside: ['x', long(10_000)],
      outside: ['', long(10_001), undefined],
    },
  ],
} as const satisfies Record<string, readonly Row[]>;
