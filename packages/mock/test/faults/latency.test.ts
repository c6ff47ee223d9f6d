/** Latency: what is drawn, and that nobody who has left is waited for. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawn, wait } from '../../src/faults/wait';
import { random } from '../../src/random';
import { platform } from './platform';

describe('A latency', () => {
  it('that is fixed is that long', () => {
    expect(drawn(250, random(1))).toBe(250);
  });

  it('of a range is within it, and spread over it', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(5000), fc.nat(5000), (seed, min, width) => {
        const { next } = random(seed);
        for (let count = 0; count < 10; count++) {
          const ms = drawn({ min, max: min + width }, { next });
          expect(ms).toBeGreaterThanOrEqual(min);
          expect(ms).toBeLessThanOrEqual(min + width);
        }
      }),
    );
    const { next } = random('spread');
    const all = Array.from({ length: 1000 }, () => drawn({ min: 100, max: 200 }, { next }));
    expect(all.filter((ms) => ms < 150).length).toBeGreaterThan(400);
    expect(all.filter((ms) => ms >= 150).length).toBeGreaterThan(400);
  });

  it('of percentiles has them', () => {
    const { next } = random('percentiles');
    const asked = { p50: 80, p95: 400, p99: 2000 };
    const all = Array.from({ length: 20_000 }, () => drawn(asked, { next })).sort((a, b) => a - b);
    const at = (part: number) => all[Math.floor(all.length * part)] ?? 0;
    expect(at(0.5)).toBeGreaterThan(76);
    expect(at(0.5)).toBeLessThan(86);
    expect(at(0.95)).toBeGreaterThan(370);
    expect(at(0.95)).toBeLessThan(560);
    expect(at(0.985)).toBeGreaterThan(1400);
    expect([all[0] ?? 0, all.at(-1)]).toEqual([expect.closeTo(40, 0), 2000]);
  });

  it('is the same for the same seed', () => {
    const asked = { p50: 80, p95: 400, p99: 2000 };
    const ten = () => {
      const { next } = random(7);
      return Array.from({ length: 10 }, () => drawn(asked, { next }));
    };
    expect(ten()).toEqual(ten());
  });

  it('passes before the platform acts', async () => {
    const { getAgent, acts, agent } = await platform();
    const sooner = new Promise((resolve) => setTimeout(resolve, 5)).then(acts);
    const answer = getAgent({ latency: 30 });
    expect(await sooner).toBe(0);
    expect(JSON.parse((await answer).text)).toEqual(agent);
    expect(acts()).toBe(1);
  });

  it('ends when the caller leaves, who is then not acted for', async () => {
    const { ask, agent, acts } = await platform();
    const leaving = new AbortController();
    const path = `/api/agents/${agent.id}`;
    const more = { signal: leaving.signal };
    const answer = ask({ latency: 1_000_000 }, 'DELETE', path, undefined, more);
    leaving.abort();
    expect(await answer).toMatchObject({ cut: true });
    expect(acts()).toBe(0);
    expect(await ask({ latency: 1_000_000 }, 'DELETE', path, undefined, more)).toMatchObject({
      cut: true,
    });
  });

  it('with acts comes after the platform has acted, for whoever has left by then', async () => {
    const { ask, agent, getAgent } = await platform();
    const leaving = new AbortController();
    const path = `/api/agents/${agent.id}`;
    const answer = ask({ latency: 1_000_000, acts: true }, 'DELETE', path, undefined, {
      signal: leaving.signal,
    });
    leaving.abort();
    expect(await answer).toMatchObject({ cut: true });
    expect(await getAgent({ latency: 0 })).toMatchObject({ status: 404 });
  });
});

it('A wait leaves no listener on the signal of whoever stays', async () => {
  const { signal } = new AbortController();
  const added: unknown[] = [];
  const add = signal.addEventListener.bind(signal);
  const remove = signal.removeEventListener.bind(signal);
  signal.addEventListener = (...given: Parameters<typeof add>) => {
    added.push(given[1]);
    add(...given);
  };
  signal.removeEventListener = (...given: Parameters<typeof remove>) => {
    added.splice(added.indexOf(given[1]), 1);
    remove(...given);
  };
  await wait(1, signal);
  expect(added).toEqual([]);
});
