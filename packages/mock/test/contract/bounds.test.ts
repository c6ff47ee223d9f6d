/** Every bound of the contract, as the mock keeps it: just inside is taken, just outside is a 400 that says where. */
import { beforeAll, describe, expect, it } from 'vitest';
import { type Around, callWith } from './bounded-call';
import { type Bound, bounds } from './bounds';
import { openPlatform } from './platform';

const platform = openPlatform();
let around: Around;
beforeAll(async () => {
  around = await platform.prepare();
});

async function send(bound: Bound, value: unknown) {
  const { method, path, body } = callWith(bound, value, around);
  return platform.send(method, path === '' ? '/v1' : `/api${path}`, body);
}

describe.each(bounds)('$of: $at ($rule)', (bound) => {
  it.each(bound.inside.map((value) => [short(value), value]))('takes %s', async (_, value) => {
    const { status, body } = await send(bound, value);
    expect({ status, body }).toMatchObject({ status: expect.toSatisfy((code) => code < 300) });
  });

  it.each(bound.outside.map((value) => [short(value), value]))(
    'refuses %s with 400 that says where',
    async (_, value) => {
      const { status, body } = await send(bound, value);
      expect({ status, body }).toMatchObject({ status: 400 });
      expect(JSON.stringify(body)).toContain(bound.at.split('.')[0]);
    },
  );
});

function short(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length <= 60 ? text : `${text.slice(0, 40)}… (${text.length} characters)`;
}
