/** A brain that says again what was recorded. */
import { anything, array, assert, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRecordedBrain, MisfitError, type Recordings } from '../../src/brain/index';
import { scriptedBrain } from '../../src/index';
import { hear, nora, say } from './agents';

describe('A recorded brain', () => {
  it('answers a message as it was answered, tokens included', async () => {
    const usage = { inputTokens: 156, outputTokens: 42 };
    const brain = createRecordedBrain({
      answers: [{ message: 'Hi', response: 'Hello  there!', usage }],
    });
    expect(await hear(brain, 'Hi')).toEqual({ text: 'Hello  there!', usage });
  });

  it('goes by the exact message', async () => {
    const brain = createRecordedBrain({ answers: [{ message: 'Hi', response: 'Hello!' }] });
    for (const message of ['hi', 'Hi ', 'Hi!']) {
      await expect(say(brain, message)).rejects.toMatchObject({
        status: 404,
        message: expect.stringContaining(`message ${JSON.stringify(message)} to agent "Nora"`),
      });
    }
  });

  it('prefers what the agent itself has said, and the later of two takes', async () => {
    const brain = createRecordedBrain({
      answers: [
        { message: 'Hi', response: 'By id.', agent: nora.id },
        { message: 'Hi', response: 'First.' },
        { message: 'Hi', response: 'Second.' },
        { message: 'Hi', response: 'By name.', agent: 'Zoe' },
      ],
    });
    expect(await say(brain, 'Hi')).toBe('By id.');
    expect(await say(brain, 'Hi', { id: 'z', name: 'Zoe' })).toBe('By name.');
    expect(await say(brain, 'Hi', { id: 'y', name: 'Yan' })).toBe('Second.');
  });

  it('leaves the rest to another brain, where there is one', async () => {
    const goals = [{ description: 'A', suggestion: { name: 'Recorded' } }];
    const alone = createRecordedBrain({ goals });
    expect(alone.suggest('A')).toEqual({ name: 'Recorded' });
    expect(() => alone.suggest('B')).toThrow('No answer was recorded for the description "B"');
    const both = createRecordedBrain({ goals }, scriptedBrain);
    expect(both.suggest('Collect the name')).toEqual(scriptedBrain.suggest('Collect the name'));
    expect(await say(both, 'Hello')).toBe(await say(scriptedBrain, 'Hello'));
  });

  it('shows the beginning of a long message only', async () => {
    const failure = say(createRecordedBrain({}), 'x'.repeat(9000));
    await expect(failure).rejects.toThrow(/^.{0,300}$/);
  });

  it('refuses recordings that are none, each by its path', () => {
    const odd = { answers: [{ message: 'a', response: 'b' }, { message: 'a' }] } as Recordings;
    expect(() => createRecordedBrain(odd)).toThrow('answers[1].response: is required');
    assert(
      property(anything(), array(anything()), (whole, answers) => {
        for (const recordings of [whole, { answers }]) {
          try {
            createRecordedBrain(recordings as Recordings);
          } catch (error) {
            expect(error).toBeInstanceOf(MisfitError);
          }
        }
      }),
    );
  });
});
