/** Departures that show in what came before, in pages, streams and envelopes. */
import { describe, expect, it } from 'vitest';
import type { Exchange } from '../../../src/cassette/index';
import { exchange } from '../recorded';
import {
  active,
  agent,
  at,
  created,
  deleted,
  departures,
  goal,
  goals,
  id,
  list,
  move,
  notFound,
  patch,
  path,
  refusal,
  stream,
} from './calls';

describe('A departure is', () => {
  it.each<[string, Exchange[], string[]]>([
    [
      'other defaults of a new agent',
      [
        {
          ...created,
          response: {
            ...created.response,
            body: JSON.stringify({
              ...agent,
              status: 'active',
              version: 0,
              memoryConfig: { enabled: false },
            }),
          },
        },
      ],
      [
        'agents.create answer.status: "active", where "draft" was due',
        'agents.create answer.version: 0, where 1 was due',
        'agents.create answer.memoryConfig.enabled: false, where true was due',
        'agents.create answer.memoryConfig.lastMessages: nothing, where 20 was due',
        'agents.create answer.memoryConfig.semanticRecall: nothing, where false was due',
      ],
    ],
    [
      'a known key that was dropped',
      [
        exchange('POST', '/api/agents', {
          at: at(1),
          status: 201,
          body: { name: 'A', instructions: 'Be brief.', description: 'D', foo: 1 },
          answer: { ...agent, metadata: {} },
        }),
      ],
      ['agents.create answer.description: null, where "D" was due'],
    ],
    [
      'a transition that leads nowhere allowed',
      [created, move('restore', active)],
      ['agents.restore status: 200 from draft'],
    ],
    [
      'a transition that is refused',
      [created, move('activate', refusal(409), 409)],
      ['agents.activate status: 409 from draft'],
    ],
    [
      'a transition to elsewhere',
      [created, move('activate', { ...active, status: 'live' })],
      ['agents.activate answer.status: "live"'],
    ],
    [
      'a transition that counts as a version',
      [created, move('activate', { ...active, version: 2 })],
      ['agents.activate answer.version: 2, where 1 was due'],
    ],
    [
      'a transition that leaves updatedAt alone',
      [created, move('activate', { ...active, updatedAt: agent.updatedAt })],
      [`agents.activate answer.updatedAt: "${agent.updatedAt}"`],
    ],
    [
      'a version that rises for a name',
      [created, patch({ name: 'B' }, { ...agent, name: 'B', version: 2, updatedAt: at(5) })],
      ['agents.update answer.version: from 1 to 2, no versioned field changed'],
    ],
    [
      'a version that does not rise',
      [created, patch({ policy: 'P' }, { ...agent, policy: 'P', updatedAt: at(5) })],
      ['agents.update answer.version: from 1 to 1, changed: policy'],
    ],
    [
      'a version that rises twice at once',
      [
        created,
        patch(
          { policy: 'P', instructions: 'I' },
          { ...agent, policy: 'P', instructions: 'I', version: 3, updatedAt: at(5) },
        ),
      ],
      ['agents.update answer.version: from 1 to 3, changed: instructions, policy'],
    ],
    [
      'metadata that is replaced',
      [
        created,
        patch({ metadata: { team: 'x' } }, { ...agent, metadata: { team: 'x' }, updatedAt: at(5) }),
      ],
      ['agents.update answer.metadata.a: nothing, where 1 was due'],
    ],
    [
      'an update that is not made',
      [created, patch({ name: 'B' }, { ...agent, updatedAt: at(5) })],
      ['agents.update answer.name: "A", where "B" was due'],
    ],
    [
      'an empty update that moves updatedAt',
      [created, patch({}, { ...agent, updatedAt: at(5) })],
      [`agents.update answer.updatedAt: moved from "${at(1)}" to "${at(5)}"`],
    ],
    [
      'an agent that changes by itself',
      [created, exchange('GET', path, { answer: { ...agent, name: 'B' } })],
      ['agents.get answer.name: "B", where "A" was due'],
    ],
    [
      'an agent that is gone by itself',
      [
        created,
        exchange('POST', `${path}/test`, {
          body: { message: 'x' },
          status: 404,
          answer: refusal(404),
        }),
      ],
      ['agents.test status: 404, though it was there'],
    ],
    ['a second delete that works', [created, deleted, deleted], ['agents.delete status: 200']],
    [
      'a deleted agent that lives',
      [created, deleted, exchange('GET', path, { answer: agent }), list('', [])],
      ['agents.get status: 200'],
    ],
    [
      'a deleted agent in a list',
      [created, deleted, list('', [agent])],
      [`agents.list answer.data[].id: "${id}"`],
    ],
    [
      'a page that was not asked for',
      [list('page=2&limit=1', [agent], { total: 2, totalPages: 2, hasNextPage: true })],
      [
        'agents.list answer.meta.page: 1',
        'agents.list answer.meta.limit: 20',
        'agents.list answer.meta.totalPages: 2',
        'agents.list answer.meta.hasNextPage: true',
        'agents.list answer.data: 1 agents',
      ],
    ],
    [
      'a list that is not filtered',
      [list('status=archived&search=zzz', [agent])],
      ['agents.list answer.data[].status: "draft"', 'agents.list answer.data[].name: "A"'],
    ],
    [
      'a list that is not sorted',
      [list('sortBy=name&sortOrder=asc', [{ ...agent, name: 'B' }, agent])],
      ['agents.list answer.data[].name: ["B","A"]'],
    ],
    [
      'ties in another order',
      [list('', [agent, { ...agent, id: id.replace(/1$/, '2') }])],
      [`agents.list answer.data[].id: ["${id}","${id.replace(/1$/, '2')}"]`],
    ],
    [
      'no page count of an empty list',
      [list('', [], { totalPages: 1 })],
      ['agents.list answer.meta.totalPages: 1'],
    ],
    [
      'a stream that nobody asked for',
      [stream([['done', { response: '' }]], 'application/json')],
      ['agents.test answer: an event stream'],
    ],
    [
      'a stream without an end',
      [stream([['token', { text: 'a' }]])],
      ['agents.test answer: it ends with token'],
    ],
    [
      'a stream that says something else at its end',
      [
        stream([
          ['token', { txt: 'a' }],
          ['done', { response: 'b' }],
          ['token', { text: 'c' }],
        ]),
      ],
      [
        'agents.test answer.token.text: is required',
        'agents.test answer.done.response: "b", where the tokens make "undefined"',
        'agents.test answer: 1 events after done',
        'agents.test answer: it ends with token',
      ],
    ],
    [
      'a broken connection',
      [exchange('GET', path, { answer: '{', ended: 'cut' })],
      ['agents.get answer: the connection broke'],
    ],
    [
      'no envelope',
      [goals('list', {}, { items: [], count: 0 })],
      ['goals.list answer: {"items":[],"count":0}'],
    ],
    ['a failure as 200', [goals('get', { id: 'g1' }, notFound)], ['goals.get status: 200']],
    [
      'an error without its parts',
      [goals('get', { id: 'g1' }, { success: false, error: 'no' }, 404)],
      ['goals.get answer.error: "no"'],
    ],
    [
      'another default of a goal',
      [
        goals(
          'create',
          { data: { name: 'G', agent_id: id } },
          { success: true, data: { ...goal, status: 'open' } },
          201,
        ),
      ],
      ['goals.create answer.status: "open", where "active" was due'],
    ],
    [
      'an update without a change that is taken',
      [goals('update', { id: 'g1', data: {} }, { success: true, data: goal })],
      [
        'goals.update request.data: taken, though it must have at least one of name, description, status, priority, agent_id',
      ],
    ],
    [
      'goals in another order, of another agent',
      [
        goals(
          'list',
          { data: { agentId: 'other' } },
          {
            success: true,
            data: { items: [goal, { ...goal, id: 'g2', created_at: at(2) }], count: 2 },
          },
        ),
      ],
      [
        `goals.list answer.items[].agent_id: "${id}"`,
        'goals.list answer.items[].created_at: an older one before a newer one',
      ],
    ],
    [
      'a deleted goal that lives',
      [
        goals('delete', { id: 'g1' }, { success: true, data: {} }),
        goals('get', { id: 'g1' }, { success: true, data: goal }),
      ],
      ['goals.get status: a success'],
    ],
    [
      'a detach of nothing that works',
      [1, 2].map(() => goals('detach', { data: { agentId: id } }, { success: true, data: {} })),
      ['goals.detach status: a success'],
    ],
    [
      'a goal of a deleted agent',
      [
        created,
        deleted,
        goals('create', { data: { name: 'G', agent_id: id } }, { success: true, data: goal }, 201),
      ],
      ['goals.create request.data.agent_id: a deleted agent'],
    ],
  ])('%s', (_, exchanges, expected) => {
    expect(departures(...exchanges)).toEqual(expected);
  });
});
