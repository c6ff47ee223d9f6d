/** What keeps to the contract, and what is only worth knowing. */
import { describe, expect, it } from 'vitest';
import { type Exchange, verifyCassette } from '../../../src/cassette/index';
import { cassetteOf, exchange } from '../recorded';
import {
  active,
  agent,
  at,
  created,
  deleted,
  goal,
  goals,
  id,
  information,
  move,
  notFound,
  patch,
  path,
  refusal,
  stream,
} from './calls';

describe('No difference is', () => {
  it.each<[string, Exchange[]]>([
    [
      'a life by the contract',
      [
        created,
        move('activate', active),
        move('activate', refusal(409), 409),
        deleted,
        exchange('DELETE', path, { status: 404, answer: refusal(404) }),
      ],
    ],
    [
      'a bad request that is refused',
      [
        exchange('POST', '/api/agents', {
          body: { name: '' },
          status: 400,
          answer: refusal(400, ['name: no']),
        }),
      ],
    ],
    [
      'what any server may say',
      [401, 403, 429, 500, 503].map((status) =>
        exchange('GET', path, { status, answer: refusal(status) }),
      ),
    ],
    [
      'an update that changes nothing',
      [created, patch({}, agent), patch({ name: 'A', metadata: {} }, agent)],
    ],
    [
      'an update of one versioned field',
      [
        created,
        patch(
          { policy: 'P', name: 'B' },
          { ...agent, policy: 'P', name: 'B', version: 2, updatedAt: at(5) },
        ),
      ],
    ],
    [
      'criteria that differ',
      [
        created,
        patch(
          { resolutionCriteria: [{ label: 'L', description: 'D' }] },
          { ...agent, version: 2, updatedAt: at(5) },
        ),
      ],
    ],
    [
      'criteria that nobody knows',
      [
        exchange('GET', path, { answer: agent }),
        patch({ resolutionCriteria: [] }, { ...agent, version: 2, updatedAt: at(5) }),
      ],
    ],
    [
      'metadata that is merged',
      [
        created,
        patch(
          { metadata: { team: 'x' } },
          { ...agent, metadata: { team: 'x', a: 1 }, updatedAt: at(5) },
        ),
      ],
    ],
    [
      'an agent that somebody else has changed',
      [created, exchange('GET', path, { answer: { ...agent, name: 'B', updatedAt: at(4) } })],
    ],
    [
      'what came of calls that overlapped',
      [
        { ...created, ms: 0 },
        { ...move('activate', active), ms: 5000 },
        { ...deleted, ms: 5000 },
        exchange('GET', path, { at: at(9), status: 404, answer: refusal(404) }),
      ],
    ],
    [
      'an answer in one piece to who takes a stream',
      [
        exchange('POST', `${path}/test`, {
          accept: 'text/event-stream',
          body: { message: 'Hi' },
          answer: { response: 'x' },
        }),
      ],
    ],
    [
      'a stream',
      [
        stream([
          ['token', { text: 'a' }],
          ['token', { text: 'b' }],
          ['done', { response: 'ab' }],
        ]),
      ],
    ],
    [
      'a stream that the caller left',
      [
        {
          ...stream([['token', { text: 'a' }]]),
          response: { ...stream([['token', { text: 'a' }]]).response, ended: 'left' },
        },
      ],
    ],
    [
      'a stream that the recorder did not keep whole',
      [
        {
          ...stream([['token', { text: 'a' }]]),
          response: {
            ...stream([['token', { text: 'a' }]]).response,
            ended: 'cut',
            note: 'Only the first bytes were kept',
          },
        },
      ],
    ],
    [
      'removed secrets',
      [
        exchange('POST', '/api/agents', {
          status: 201,
          body: { name: 'A', instructions: '[redacted]', modelConfig: { model: '[redacted]' } },
          answer: {
            ...agent,
            metadata: {},
            instructions: '[redacted]',
            modelConfig: { model: '[redacted]' },
          },
        }),
      ],
    ],
    [
      'goals by the contract',
      [
        goals('create', { data: { name: 'G', agent_id: id } }, { success: true, data: goal }, 201),
        goals('delete', { id: 'g1' }, { success: true, data: {} }),
        goals('get', { id: 'g1' }, notFound, 404),
      ],
    ],
  ])('%s', (_, exchanges) => {
    expect(verifyCassette(cassetteOf(exchanges))).toEqual([]);
  });
});

describe('Worth knowing, and no departure, is', () => {
  it.each<[string, Exchange[], string[]]>([
    [
      'an unknown key of an answer',
      [
        exchange('GET', path, {
          answer: { ...agent, color: 1, modelConfig: { ...agent.modelConfig, seed: 1 } },
        }),
      ],
      ['agents.get answer.modelConfig.seed: is there', 'agents.get answer.color: is there'],
    ],
    [
      'an unknown key of a request that was ignored',
      [
        exchange('POST', '/api/agents', {
          at: at(1),
          status: 201,
          body: {
            name: 'A',
            instructions: 'Be brief.',
            foo: 1,
            modelConfig: { ...agent.modelConfig, mood: [1] },
            metadata: agent.metadata,
          },
          answer: agent,
        }),
        patch({ bar: { baz: 1 }, modelConfig: { ...agent.modelConfig, mood: 2 } }, agent),
        goals('create', { data: { name: 'G', agent_id: id } }, { success: true, data: goal }, 201),
        goals(
          'update',
          { id: 'g1', data: { name: 'G', tags: ['a'] } },
          { success: true, data: goal },
        ),
      ],
      [
        'agents.create answer.foo: nothing, where 1 was sent',
        'agents.create answer.modelConfig.mood: nothing, where [1] was sent',
        'agents.update answer.bar: nothing, where {"baz":1} was sent',
        'agents.update answer.modelConfig.mood: nothing, where 2 was sent',
        'goals.update answer.tags: nothing, where ["a"] was sent',
      ],
    ],
    [
      'criteria in an answer',
      [
        exchange('GET', path, {
          answer: { ...agent, resolutionCriteria: [{ label: 'L', description: 'D' }] },
        }),
      ],
      ['agents.get answer.resolutionCriteria: is there'],
    ],
    [
      'a call that the contract has not',
      [exchange('GET', '/api/other', { status: 404, answer: refusal(404) })],
      ['GET /api/other : 404'],
    ],
    [
      'a strict server',
      [
        exchange('POST', `${path}/test`, {
          body: { message: 'Hi', mood: 1 },
          status: 400,
          answer: refusal(400, ['mood: no']),
        }),
      ],
      ['agents.test request.mood: 400: ["mood: no"]'],
    ],
    [
      'the older name of the request id',
      [
        exchange('GET', path, {
          answer: agent,
          headers: { 'x-request-id': '', 'request-id': 'r' },
        }),
      ],
      ['agents.get answer.headers: request-id'],
    ],
    [
      'a goal in a wrapper',
      [goals('get', { id: 'g1' }, { success: true, data: { goal } })],
      ['goals.get answer.data: {"goal": …}'],
    ],
    [
      'a code that is new',
      [
        goals(
          'get',
          { id: 'g1' },
          { success: false, error: { code: 'GONE', message: 'no', status: 404 } },
          404,
        ),
      ],
      ['goals.get answer.error.code: GONE'],
    ],
    [
      'an event that is new',
      [
        stream([
          ['ping', {}],
          ['done', { response: '' }],
        ]),
      ],
      ['agents.test answer: ping'],
    ],
  ])('%s', (_, exchanges, expected) => {
    expect(information(...exchanges)).toEqual(expected);
  });
});
