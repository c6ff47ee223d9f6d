/** Earlier turns that go along in a message. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { carrying, messageLimit } from '../src/chat/carry';

const turn = (message: string, response: string, reached = response.length) => ({
  message,
  response,
  reached,
});

describe('what is carried along', () => {
  it('is nothing at the beginning', () => {
    expect(carrying([], 'Hello', null)).toEqual({ message: 'Hello', carried: 0 });
  });

  it('is who said what, and then what is said now', () => {
    const { message, carried } = carrying([turn('Hello', 'Hi!')], 'Where is it?', null);
    expect(carried).toBe(1);
    expect(message).toContain('User: Hello\nYou: Hi!');
    expect(message.endsWith('\nWhere is it?')).toBe(true);
  });

  it('is as many turns as the agent is set to remember, the latest', () => {
    const turns = [turn('one', '1'), turn('two', '2'), turn('three', '3')];
    const memory = { enabled: true, lastMessages: 2 };
    const { message, carried } = carrying(turns, 'four', memory);
    expect(carried).toBe(2);
    expect(message).not.toContain('one');
    expect(message.indexOf('two')).toBeLessThan(message.indexOf('three'));
  });

  it('is nothing where the memory is switched off', () => {
    const memory = { enabled: false, lastMessages: 2 };
    expect(carrying([turn('one', '1')], 'two', memory)).toEqual({ message: 'two', carried: 0 });
  });

  it('ends an answer where it was heard', () => {
    const { message } = carrying([turn('Hello', 'Good morning to you', 12)], 'Go on', null);
    expect(message).toContain('You: Good morning\n');
    expect(message).not.toContain('to you');
  });

  it('is not the question itself, where it is asked again', () => {
    const turns = [turn('Hello', 'Hi!'), turn('Where is it?', 'There.')];
    const { message, carried } = carrying(turns, 'Where is it?', null);
    expect(carried).toBe(1);
    expect(message).not.toContain('There.');
  });

  it('is as much as a message has room for, to the last character', () => {
    const turns = [turn('first', '1'), turn('second', '2')];
    const whole = carrying(turns, '', null).message.length;
    const question = 'x'.repeat(messageLimit - whole);
    expect(carrying(turns, question, null)).toMatchObject({ carried: 2 });
    expect(carrying(turns, question, null).message).toHaveLength(messageLimit);
    expect(carrying(turns, `${question}x`, null)).toMatchObject({ carried: 1 });
  });

  it('fits into a message, and keeps the message whole', () => {
    const texts = fc.string({ maxLength: 3000, unit: 'grapheme' });
    const earlier = fc.array(
      fc.tuple(texts, texts).map(([message, response]) => turn(message, response)),
    );
    fc.assert(
      fc.property(
        earlier,
        texts,
        fc.option(fc.integer({ min: 1, max: 100 })),
        (turns, said, most) => {
          const memory = { enabled: true, lastMessages: most };
          const { message, carried } = carrying(turns, said, memory);
          expect(message.length).toBeLessThanOrEqual(Math.max(messageLimit, said.length));
          expect(message.endsWith(said)).toBe(true);
          expect(carried).toBeLessThanOrEqual(most ?? 20);
          const earlier = turns.at(-1)?.message === said ? turns.slice(0, -1) : turns;
          if (carried > 0) expect(message).toContain(earlier.at(-1)?.message);
        },
      ),
    );
  });
});
