/** What decides who may talk to a room by a page, and what of it is understood: the pure parts. */
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Admission } from '../src/chat/web/admission';
import { SoundAllowance } from '../src/chat/web/allowance';
import { fromPage, Nonsense, samplesFromPage } from '../src/chat/web/from-page';
import { isOurHost, isOurPage } from '../src/chat/web/gate';
import type { PageLine } from '../src/chat/web/line';
import { PageOutput } from '../src/chat/web/page-output';
import type { FromPage } from '../src/chat/web/wire';

describe('what a page says', () => {
  const messages: readonly FromPage[] = [
    { type: 'hello', rate: 48_000, token: 'abc' },
    { type: 'hello', rate: 44_100, key: 'abc' },
    { type: 'hello', rate: 44_100 },
    { type: 'say', text: 'Hello' },
    { type: 'talk', on: true },
    { type: 'open', on: false },
    { type: 'stop' },
    { type: 'mode', mode: 'batch' },
    { type: 'voice', on: false },
    { type: 'played', stream: 1, samples: 0, underruns: 2, over: false },
    { type: 'end' },
  ];

  it.each(messages)('is understood: %j', (message) => {
    expect(fromPage(JSON.stringify(message))).toEqual(message);
  });

  it('loses what it does not know, and the blanks around a text', () => {
    expect(fromPage('{"type":"say","text":" Hello ","more":1}')).toEqual({
      type: 'say',
      text: 'Hello',
    });
  });

  it.each([
    ['', 'not JSON'],
    ['{', 'not JSON'],
    ['null', 'not an object'],
    ['[]', 'not an object'],
    ['{}', 'type: unknown'],
    ['{"type":"toString"}', 'type: unknown'],
    ['{"type":"__proto__"}', 'type: unknown'],
    ['{"type":["say"],"text":1}', 'text: not 1 to 10000 characters'],
    ['{"type":"say","text":" "}', 'text: not 1 to 10000 characters'],
    [JSON.stringify({ type: 'say', text: 'a'.repeat(10_001) }), 'text: not 1 to 10000 characters'],
    ['{"type":"talk"}', 'not true or false'],
    ['{"type":"mode","mode":"sts"}', 'mode: unknown'],
    ['{"type":"hello","rate":1e9}', 'rate: not a whole number from 8000 on'],
    ['{"type":"hello","rate":48000,"token":7}', 'token: not 1 to 200 characters'],
    [
      '{"type":"played","stream":1,"samples":-1,"underruns":0,"over":true}',
      'samples: not a whole number from 0 on',
    ],
    [
      '{"type":"played","stream":1,"samples":1.5,"underruns":0,"over":true}',
      'samples: not a whole number from 0 on',
    ],
  ])('is refused by its field: %s', (text, reason) => {
    expect(() => fromPage(text)).toThrow(new Nonsense(reason));
  });

  it('never fails in another way, whatever comes', () => {
    const values = fc.oneof(
      fc.string(),
      fc.json(),
      fc
        .record({ type: fc.constantFrom(...messages.map(({ type }) => type)) })
        .chain((type) => fc.object().map((rest) => JSON.stringify({ ...rest, ...type }))),
    );
    fc.assert(
      fc.property(values, (text) => {
        try {
          expect(messages.map(({ type }) => type)).toContain(fromPage(text).type);
        } catch (error) {
          expect(error).toBeInstanceOf(Nonsense);
        }
      }),
    );
  });

  it('is sound, sample by sample, wherever its bytes lie', () => {
    fc.assert(
      fc.property(fc.int16Array(), fc.nat(3), (samples, at) => {
        const bytes = Buffer.alloc(at + samples.byteLength);
        Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength).copy(bytes, at);
        expect(samplesFromPage(bytes.subarray(at))).toEqual(samples);
      }),
    );
    expect(() => samplesFromPage(Buffer.alloc(3))).toThrow('sound: half a sample');
  });
});

describe('the gate', () => {
  it.each([
    ['127.0.0.1:4000', true],
    ['localhost:4000', true],
    ['[::1]:4000', true],
    [undefined, false],
    ['', false],
    ['127.0.0.1', false],
    ['127.0.0.1:4001', false],
    ['127.0.0.1:40000', false],
    ['example.com:4000', false],
    ['localhost.example.com:4000', false],
    ['127.0.0.1.nip.io:4000', false],
    ['evil@127.0.0.1:4000', false],
  ])('of host %s says %s', (host, ours) => {
    expect(isOurHost(host, 4000)).toBe(ours);
  });

  it('knows that browsers leave out port 80', () => {
    expect(isOurHost('localhost', 80)).toBe(true);
  });

  it.each([
    ['http://127.0.0.1:4000', true],
    ['http://localhost:4000', false],
    ['https://127.0.0.1:4000', false],
    ['http://127.0.0.1:4001', false],
    ['http://example.com', false],
    ['null', false],
    [undefined, false],
  ])('of a page of %s says %s', (origin, ours) => {
    const headers = { host: '127.0.0.1:4000', ...(origin !== undefined && { origin }) };
    expect(isOurPage(headers, 4000)).toBe(ours);
  });
});

describe('admission', () => {
  it('is had once for the token, and again for the key', () => {
    const admission = new Admission();
    const { token, key } = admission;
    expect(admission.admits({})).toBe(false);
    expect(admission.admits({ token: `${token}a` })).toBe(false);
    expect(admission.admits({ token })).toBe(true);
    expect(admission.admits({ token })).toBe(false);
    expect(admission.admits({ key: token })).toBe(false);
    expect(admission.admits({ key })).toBe(true);
    expect(admission.admits({ key })).toBe(true);
  });

  it('is not had by the token of another room', () => {
    expect(new Admission().admits(new Admission())).toBe(false);
  });
});

describe('the allowance for sound', () => {
  it('is as much as time passes, with some in hand', () => {
    let now = 0;
    const allowance = new SoundAllowance(16_000, () => now);
    expect(allowance.takes(20 * 16_000)).toBe(true);
    expect(allowance.takes(1)).toBe(false);
    now += 60_000;
    for (let second = 0; second < 300; second++) {
      now += 1000;
      expect(allowance.takes(16_000)).toBe(true);
    }
    expect(allowance.takes(22 * 16_000)).toBe(false);
  });
});

describe('sound for a page', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  const second = new Int16Array(16_000);

  function newOutput() {
    const line = { tell: () => {}, sound: () => {} } as unknown as PageLine;
    const output = new PageOutput(line, 16_000, 1);
    let problem: unknown;
    const read = async () => {
      for await (const _ of output.positions());
    };
    read().catch((error: unknown) => {
      problem = error;
    });
    const played = (samples: number) =>
      output.moved({ type: 'played', stream: 1, samples, underruns: 0, over: false });
    return { output, played, problem: () => problem };
  }

  it('is waited for from when it was sent, however long there was nothing to play', async () => {
    const { output, played, problem } = newOutput();
    output.write(second);
    played(16_000);
    await vi.advanceTimersByTimeAsync(9900);
    output.write(second);
    await vi.advanceTimersByTimeAsync(500);
    expect(problem()).toBeUndefined();
    played(32_000);
    output.end();
  });

  it('is given up when none of it is played', async () => {
    const { output, played, problem } = newOutput();
    output.write(second);
    played(8000);
    await vi.advanceTimersByTimeAsync(9000);
    output.write(second);
    await vi.advanceTimersByTimeAsync(1500);
    expect(problem()).toMatchObject({ name: 'SilentPage' });
  });
});
