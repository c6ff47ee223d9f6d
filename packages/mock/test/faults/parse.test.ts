/** Faults out of files, options and headers: read, or refused with what is wrong and where. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { faultOfHeader } from '../../src/faults/header';
import { FaultError, parseFault, parseFaults } from '../../src/faults/parse';
import { Refusal } from '../../src/refusal';

function problemsOf(act: () => unknown): readonly string[] {
  try {
    act();
  } catch (error) {
    if (error instanceof FaultError) return error.problems;
    if (error instanceof Refusal && error.status === 400) return [error.words].flat();
    throw error;
  }
  return [];
}

describe('A file of faults', () => {
  const list = [
    { operation: 'agents.*', status: 503, times: 2 },
    { operation: ['goals.list', 'goals.get'], latency: { p50: 80, p95: 400, p99: 2000 } },
    { id: 'a1', probability: 0.1, seed: 7, reset: 'after' },
    { drift: { remove: ['data[].id'], set: { 'data[].status': 'odd', extra: { a: [1] } } } },
  ];

  it('is a list, or a list below faults', () => {
    expect(parseFaults(list)).toEqual(list);
    expect(parseFaults({ faults: list })).toEqual(list);
    expect(parseFaults([])).toEqual([]);
  });

  it('names each problem by its path', () => {
    const bad = [
      { status: 503 },
      { status: 700, times: 0, latncy: 5 },
      { operation: 'agents.gte', latency: { min: 5, max: 1 }, truncate: 1.5 },
      { status: 200, headers: { 'a b': 'x', Good: 'a\nb', 'Content-Length': '7' } },
      {},
      'reset',
    ];
    expect(problemsOf(() => parseFaults({ faults: bad }))).toEqual([
      'faults[1].times: must be at least 1, is 0',
      'faults[1].status: must be at most 599, is 700',
      expect.stringMatching(/^faults\[1\]: does not know "latncy"; known: operation, id, after, /),
      expect.stringMatching(
        /^faults\[2\]\.operation: must be one or a list of \*, agents\.\*, goals\.\*, agents\.create, /,
      ),
      'faults[2].latency: must have a min that is not over its max',
      'faults[2].truncate: must be a whole number, is 1.5',
      'faults[3].headers.a b: must be a header name',
      'faults[3].headers.Good: must be a header value',
      'faults[3].headers.Content-Length: is set by the server; truncate makes a length that lies',
      expect.stringMatching(/^faults\[4\]: must have an effect: one of latency, headers, /),
      'faults[5]: must be an object, is a string',
    ]);
  });

  it('says the same the second time', () => {
    const bad = [
      { status: 1, odd: 1 },
      { html: true, body: 'x' },
    ];
    const once = problemsOf(() => parseFaults(bad));
    expect(once).toHaveLength(3);
    for (let more = 0; more < 3; more++) {
      expect(problemsOf(() => parseFaults(bad))).toEqual(once);
    }
  });

  it.each<[string, unknown]>([
    ['a single fault', { status: 503 }],
    ['a list and more', { faults: [], other: 1 }],
    ['a text', 'status=503'],
    ['nothing', undefined],
    ['null', null],
    ['no list', { faults: { status: 503 } }],
  ])('that holds %s says what it should hold', (_, data) => {
    expect(problemsOf(() => parseFaults(data))).toEqual([
      'faults: must be a list of faults, or {"faults": [...]} and nothing else',
    ]);
  });

  it('with a circle in it, as YAML can draw one, is refused', () => {
    const circle: { body?: unknown } = {};
    circle.body = [circle];
    expect(problemsOf(() => parseFaults([circle]))).toEqual(["faults: can't be written as JSON"]);
    expect(problemsOf(() => parseFault(circle))).toEqual(["fault: can't be written as JSON"]);
    expect(problemsOf(() => parseFault({ body: 1n }))).toEqual(["fault: can't be written as JSON"]);
  });
});

describe('Effects that leave each other nothing to do', () => {
  it.each<[string, object]>([
    [`html: can't be combined with body`, { html: true, body: '' }],
    [`reset: can't be combined with status`, { reset: 'after', status: 500 }],
    [`reset: can't be combined with truncate`, { reset: 'before', truncate: 1 }],
    [`reset: can't be combined with drift`, { reset: 'before', drift: { remove: ['a'] } }],
    [`reset: can't be "before" when the platform acts`, { reset: 'before', acts: true }],
    [`stall: can't be combined with truncate`, { stall: 1, truncate: 1 }],
    [`drop: can't be combined with stall`, { drop: 1, stall: 1 }],
    [`drop: can't be combined with status`, { drop: 1, status: 200 }],
    [`drift: can't be combined with retryAfter`, { drift: { remove: ['a'] }, retryAfter: 1 }],
    [`body: can't be combined with 204, which has no body`, { status: 204, body: 'x' }],
    [`stall: can't be combined with 304, which has no body`, { status: 304, stall: 1 }],
  ])('are refused: %s', (problem, fault) => {
    expect(problemsOf(() => parseFault(fault))).toEqual([`fault.${problem}`]);
  });

  it.each<[string, object]>([
    ['latency', { latency: -1 }],
    ['latency', { latency: { min: 1 } }],
    ['latency', { latency: { p50: 1, p95: 0, p99: 3 } }],
    ['latency', { latency: 2 ** 31 }],
    ['retryAfter', { retryAfter: 'a\r\nb: c' }],
    ['reset', { reset: true }],
    ['drop', { drop: { by: 'end' } }],
    ['malformed', { malformed: false }],
    ['drift', { drift: {} }],
    ['drift.remove', { drift: { remove: [] } }],
    ['drift.remove[0]', { drift: { remove: ['a..b'] } }],
    ['drift.set', { drift: { set: {} } }],
    ['drift.set.a[', { drift: { set: { 'a[': 1 } } }],
    ['probability', { status: 500, probability: 1.1 }],
    ['operation', { status: 500, operation: [] }],
    ['headers', { headers: {} }],
  ])('and so is what makes no sense alone, by its path: %s', (path, fault) => {
    const [problem, ...more] = problemsOf(() => parseFault(fault));
    expect(problem?.split(': ')[0]).toBe(`fault.${path}`);
    expect(problem).not.toContain('Invalid input');
    expect(more).toEqual([]);
  });
});

describe('The header', () => {
  it.each<[string, object]>([
    ['status=503', { status: 503 }],
    [' status = 503 ; latency = 20 ;', { status: 503, latency: 20 }],
    ['reset=after', { reset: 'after' }],
    ['latency=200', { latency: 200 }],
    ['latency=0.5', { latency: 0.5 }],
    ['latency=0.5-1.25', { latency: { min: 0.5, max: 1.25 } }],
    ['retryAfter=1.5', { retryAfter: 1.5 }],
    ['body=Sorry, we are closed', { body: 'Sorry, we are closed' }],
    ['latency=100-300; reset=before', { latency: { min: 100, max: 300 }, reset: 'before' }],
    ['html', { html: true }],
    ['html; status=502', { html: true, status: 502 }],
    ['html=<h1 class="a=b">x</h1>', { html: '<h1 class="a=b">x</h1>' }],
    ['retryAfter=7', { retryAfter: 7 }],
    ['retryAfter=Wed, 21 Oct 2026 07:28:00 GMT', { retryAfter: 'Wed, 21 Oct 2026 07:28:00 GMT' }],
    ['retryAfter=soon; status=503', { retryAfter: 'soon', status: 503 }],
    ['truncate=10', { truncate: 10 }],
    ['stall=0', { stall: 0 }],
    ['drop=3', { drop: 3 }],
    ['malformed', { malformed: true }],
    ['acts; status=504', { acts: true, status: 504 }],
    ['acts=false; status=504', { acts: false, status: 504 }],
    ['{"drop": {"tokens": 3, "by": "end"}}', { drop: { tokens: 3, by: 'end' } }],
    [' {"status": 503, "body": "a;b=c"}', { status: 503, body: 'a;b=c' }],
  ])('%s is read', (text, effects) => {
    expect(faultOfHeader(text)).toEqual(effects);
  });

  it.each<[string, string | RegExp]>([
    ['', /^x-voicectl-fault: must have an effect: one of latency, /],
    ['nonsense', /^x-voicectl-fault: does not know "nonsense"; known: latency, status, /],
    ['=5', /^x-voicectl-fault: does not know ""; known: /],
    ['status', /^x-voicectl-fault\.status: must be /],
    ['status=soon', 'x-voicectl-fault.status: must be a number, is a string'],
    ['status=99', 'x-voicectl-fault.status: must be at least 200, is 99'],
    ['reset=later', 'x-voicectl-fault.reset: must be "before" or "after", is "later"'],
    ['status=503; status=500', 'x-voicectl-fault.status: is given twice'],
    ['times=2; status=503', /^x-voicectl-fault: does not know "times"; known: /],
    ['status=503,body=hi', /^x-voicectl-fault: has a "," before "body", where ";" /],
    ['html, status=502', /^x-voicectl-fault: has a "," before "status", where ";" /],
    ['status=502, html', /^x-voicectl-fault: has a "," before "html", where ";" /],
    ['{"status": 503', 'x-voicectl-fault: is not valid JSON'],
    ['{"operation": "*", "status": 503}', /^x-voicectl-fault: does not know "operation"; known: /],
  ])('%j is refused with 400', (text, problem) => {
    expect(problemsOf(() => faultOfHeader(text))).toEqual([
      typeof problem === 'string' ? problem : expect.stringMatching(problem),
    ]);
  });
});

describe('Whatever comes', () => {
  const names = [
    ...['operation', 'id', 'after', 'times', 'probability', 'seed', 'latency', 'status', 'body'],
    ...['html', 'retryAfter', 'headers', 'acts', 'reset', 'truncate', 'stall', 'drop', 'drift'],
  ];
  const name = fc.oneof(fc.constantFrom(...names, '__proto__', 'toString'), fc.string());
  const likely = fc.oneof(
    fc.constantFrom('*', 'agents.get', 'before', 'a.b', true, 0, 1, 503, { min: 1, max: 2 }),
    fc.anything({ withBigInt: true, withDate: true, withMap: true }),
  );
  const fault = fc.oneof(fc.dictionary(name, likely), fc.anything());

  it('the parser throws nothing but its own error, and what it reads it reads again', () => {
    fc.assert(
      fc.property(
        fc.oneof(fault, fc.array(fault), fc.record({ faults: fc.array(fault) })),
        (data) => {
          if (problemsOf(() => parseFaults(data)).length > 0) return;
          const parsed = parseFaults(data);
          expect(parseFaults(JSON.parse(JSON.stringify(parsed)))).toEqual(parsed);
        },
      ),
      { numRuns: 400 },
    );
  });

  it('the header is read or refused', () => {
    const value = fc.oneof(fc.nat(700).map(String), fc.constantFrom('after', '1-2'), fc.string());
    const pair = fc.tuple(name, value).map(([key, given]) => `${key}=${given}`);
    const text = fc.oneof(
      fc.string(),
      fc.array(fc.oneof(name, pair), { maxLength: 3 }).map((parts) => parts.join(';')),
      fc.json(),
    );
    fc.assert(
      fc.property(text, (given) => {
        const problems = problemsOf(() => faultOfHeader(given));
        for (const problem of problems) expect(problem).toMatch(/^x-voicectl-fault[.:[]/);
        if (problems.length === 0) {
          expect(faultOfHeader(JSON.stringify(faultOfHeader(given)))).toEqual(faultOfHeader(given));
        }
      }),
      { numRuns: 400 },
    );
  });
});
