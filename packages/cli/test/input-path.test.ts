import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assign, at, remove } from '../src/input/assign';
import { requests, schemasAt } from '../src/input/contract';
import { append, formatPath, type Path, parseAssignment, parsePath } from '../src/input/path';
import { typed } from '../src/input/typed';

const names = fc
  .string({ unit: 'binary', minLength: 1, maxLength: 12 })
  .filter((name) => name !== '__proto__');
const steps = fc.oneof(names, fc.nat({ max: 1000 }), fc.constant(append));
const paths = fc
  .tuple(names, fc.array(steps, { maxLength: 6 }))
  .map(([first, rest]): Path => [first, ...rest]);

describe('a path', () => {
  it.each([
    ['name', ['name']],
    ['modelConfig.modelSettings.temperature', ['modelConfig', 'modelSettings', 'temperature']],
    ['resolutionCriteria[0].label', ['resolutionCriteria', 0, 'label']],
    ['stopSequences[]', ['stopSequences', append]],
    ['table[1][2]', ['table', 1, 2]],
    [String.raw`metadata.a\.b`, ['metadata', 'a.b']],
    [String.raw`metadata.\[0\]`, ['metadata', '[0]']],
    [String.raw`metadata.C:\\logs`, ['metadata', String.raw`C:\logs`]],
    ['metadata.constructor', ['metadata', 'constructor']],
    ['metadata.0', ['metadata', '0']],
  ])('%s is read', (text, path) => {
    expect(parsePath(text)).toEqual(path);
  });

  it.each([
    ['', /names no field/],
    ['.', /no path: see character 1/],
    ['a.', /no path: see character 2/],
    ['a..b', /no path: see character 2/],
    ['[0]', /no path: see character 1/],
    ['a.[0]', /no path: see character 2/],
    ['a[0]b', /no path: see character 5/],
    ['a[0', /no path: see character 2/],
    ['a]', /no path: see character 2/],
    ['a\\', /no path: see character 2/],
    ['a[-1]', /\[-1\] is no item/],
    ['a[x]', /\[x\] is no item/],
    ['a[99999999999999999999]', /is no item/],
    ['__proto__.polluted', /__proto__/],
    ['metadata.__proto__.polluted', /__proto__/],
    [String.raw`metadata.\_\_proto__`, /__proto__/],
    ['a=b', /no path: see character 2/],
  ])('%j is refused', (text, message) => {
    expect(() => parsePath(text)).toThrow(message);
  });

  it('is the same after it was written and read', () => {
    fc.assert(
      fc.property(paths, (path) => {
        expect(parsePath(formatPath(path))).toEqual(path);
      }),
    );
  });

  it('ends at the first = that nothing protects, whatever the value', () => {
    fc.assert(
      fc.property(paths, fc.string({ unit: 'binary' }), (path, value) => {
        expect(parseAssignment(`${formatPath(path)}=${value}`)).toEqual({ path, value });
      }),
    );
  });

  it('is never anything but read or refused with a sentence', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        try {
          expect(parsePath(text).length).toBeGreaterThan(0);
        } catch (error) {
          expect(error).toMatchObject({ name: 'PathError', message: expect.stringMatching(/\w/) });
        }
      }),
    );
  });

  it('without a value is refused', () => {
    expect(() => parseAssignment('name')).toThrow(/path=value/);
  });
});

describe('assigning', () => {
  it('makes what is missing on the way, and changes nothing in place', () => {
    const before = { a: { b: 1 }, list: [1, 2] };
    const frozen = structuredClone(before);
    expect(assign(before, parsePath('a.c.d'), 2)).toEqual({
      a: { b: 1, c: { d: 2 } },
      list: [1, 2],
    });
    expect(assign(before, parsePath('list[]'), 3)).toMatchObject({ list: [1, 2, 3] });
    expect(assign(before, parsePath('list[1]'), 3)).toMatchObject({ list: [1, 3] });
    expect(assign({}, parsePath('criteria[0].label'), 'x')).toEqual({ criteria: [{ label: 'x' }] });
    expect(remove(before, parsePath('list[0]'))).toMatchObject({ list: [2] });
    expect(remove(before, parsePath('a.b'))).toMatchObject({ a: {} });
    expect(remove(before, parsePath('nothing.here'))).toEqual(before);
    expect(before).toEqual(frozen);
  });

  it.each([
    ['name.first', 'name is a text, without fields'],
    ['list.first', 'list is a list, without fields'],
    ['name[0]', 'name is a text, and no list'],
    ['list[3]', 'list has 2 items: there is no [3], and [] adds one'],
    ['number.a', 'number is a number, without fields'],
  ])('%s says why it can not be', (path, message) => {
    const document = { name: 'A', list: [1, 2], number: 1 };
    expect(() => assign(document, parsePath(path), 1)).toThrow(message);
    expect(() => remove(document, parsePath(path))).toThrow(message.split(':')[0]);
  });

  it('finds what it has put there, and leaves every prototype alone', () => {
    const fields = fc.dictionary(names, fc.jsonValue(), { maxKeys: 3 });
    fc.assert(
      fc.property(fields, fc.array(names, { minLength: 1, maxLength: 4 }), (document, keys) => {
        const [first = '', ...rest] = keys;
        // A way that leads through a text is refused; that is another test.
        const clear = Object.fromEntries(Object.entries(document).filter(([key]) => key !== first));
        expect(at(assign(clear, [first, ...rest], 'here'), keys)).toBe('here');
        expect(Object.keys(Object.prototype)).toEqual([]);
      }),
    );
  });
});

describe('the text of --set', () => {
  const value = (path: string, text: string) =>
    typed(text, schemasAt([requests.UpdateAgentRequest], parsePath(path)));

  it.each([
    ['name', '123', '123'],
    ['name', 'true', 'true'],
    ['name', '"quoted"', 'quoted'],
    ['name', '{"a": 1}', '{"a": 1}'],
    ['policy', 'null', null],
    ['policy', 'nil', 'nil'],
    ['modelConfig.model', '1', '1'],
    ['modelConfig.modelSettings.temperature', '0.2', 0.2],
    ['modelConfig.modelSettings.temperature', 'warm', 'warm'],
    ['modelConfig.modelSettings.stopSequences[]', '7', '7'],
    ['modelConfig.modelSettings.stopSequences', '["a"]', ['a']],
    ['memoryConfig.enabled', 'false', false],
    ['voiceConfig.voiceId', '42', '42'],
    ['voiceConfig', '{"pipelineMode": "batch"}', { pipelineMode: 'batch' }],
    ['voiceConfig', 'null', null],
    ['knowledgeBaseConfig', 'null', null],
    ['knowledgeBaseConfig.documentGroups', 'null', null],
    ['resolutionCriteria[0].label', '007', '007'],
    ['metadata.scope', '1', '1'],
    ['metadata.count', '1', 1],
    ['metadata.note', 'two words', 'two words'],
    ['metadata.big', '12345678901234567890', '12345678901234567890'],
    ['metadata.list', '[1, 2]', [1, 2]],
    ['unheardOf', '1', 1],
    ['unheardOf.deep[0]', 'x', 'x'],
  ])('%s=%s is %j', (path, text, meant) => {
    expect(value(path, text)).toEqual(meant);
  });
});
