/** The short form of a fault, which headers and the command line have in common. */
import { FaultError, readShort } from '@voicectl/mock';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseFault } from '../../src/faults/parse';

describe('A fault in short', () => {
  it.each<[string, object]>([
    ['status=503; retryAfter=2', { status: 503, retryAfter: 2 }],
    ['html; status=502', { html: true, status: 502 }],
    ['latency=100-300;reset=after', { latency: { min: 100, max: 300 }, reset: 'after' }],
    ['latency=0.5', { latency: 0.5 }],
    ['retryAfter=a-while', { retryAfter: 'a-while' }],
    ['retryAfter=Wed, 21 Oct 2026 07:28:00 GMT', { retryAfter: 'Wed, 21 Oct 2026 07:28:00 GMT' }],
    ['probability=0.25; status=500', { probability: 0.25, status: 500 }],
    ['body=a=b', { body: 'a=b' }],
    ['id=7; status=500', { id: '7', status: 500 }],
    [' ; status = 500 ;', { status: 500 }],
    ['{"drift":{"remove":["version"]}}', { drift: { remove: ['version'] } }],
  ])('%j is as it reads', (text, fault) => {
    expect(readShort(text)).toEqual(fault);
    expect(parseFault(readShort(text))).toEqual(fault);
  });

  it.each<[string, string]>([
    ['status=1;status=2', 'fault.status: is given twice'],
    ['{"status": ', 'fault: is not valid JSON'],
    [
      'status=503,body=hi',
      'fault: has a "," before "body", where ";" is between two effects; a text with commas can be given as JSON',
    ],
  ])('%j is refused with what is wrong', (text, problem) => {
    expect(() => readShort(text)).toThrow(new FaultError([problem]));
  });

  it('is read from any text without a stumble, each name once, and no prototype is touched', () => {
    const pair = fc.tuple(
      fc.oneof(fc.constantFrom('__proto__', 'constructor', 'status'), fc.string()),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.uniqueArray(pair, { selector: ([name]) => name.trim() }), (pairs) => {
        const clean = pairs.filter(([name, value]) => !/[;={,]/.test(name) && !/[;,]/.test(value));
        const fault = readShort(clean.map(([name, value]) => `${name}=${value}`).join(';'));
        expect(Object.keys(fault).sort()).toEqual(clean.map(([name]) => name.trim()).sort());
        expect(Object.getPrototypeOf(fault)).toBe(Object.prototype);
      }),
    );
  });
});
