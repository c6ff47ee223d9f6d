/** Departures that a call shows by itself. */
import { describe, expect, it } from 'vitest';
import type { Exchange } from '../../../src/cassette/index';
import { exchange } from '../recorded';
import { agent, created, departures, id, list, path, refusal } from './calls';

describe('A departure is', () => {
  it.each<[string, Exchange[], string[]]>([
    [
      'an unknown call that works',
      [exchange('PUT', path, { answer: agent })],
      [`PUT ${path} : 200`],
    ],
    [
      'an answer without a credential',
      [exchange('GET', path, { answer: agent, credential: 'none' })],
      ['agents.get : an answer without a credential'],
    ],
    [
      'a bad body that is taken',
      [exchange('POST', `${path}/test`, { body: { message: '' }, answer: { response: '' } })],
      ['agents.test request.message: taken, though it must not be empty'],
    ],
    [
      'a bad parameter that is taken',
      [
        exchange('GET', '/api/agents', {
          query: 'limit=500',
          answer: {
            data: [],
            meta: {
              page: 1,
              limit: 500,
              total: 0,
              totalPages: 0,
              hasNextPage: false,
              hasPreviousPage: false,
            },
          },
        }),
      ],
      ['agents.list request.query.limit: taken, though it must be at most 100, is 500'],
    ],
    [
      'a good request that is refused',
      [
        exchange('POST', `${path}/test`, {
          body: { message: 'Hi' },
          status: 400,
          answer: refusal(400, ['no']),
        }),
      ],
      ['agents.test request: 400: ["no"]'],
    ],
    [
      '400 for an id that is no UUID',
      [exchange('GET', '/api/agents/x', { status: 400, answer: refusal(400, ['no']) })],
      ['agents.get request.id: 400: ["no"]'],
    ],
    [
      '409 where nothing can conflict',
      [exchange('GET', path, { status: 409, answer: refusal(409) })],
      ['agents.get status: 409: "no"'],
    ],
    [
      'another success',
      [{ ...created, response: { ...created.response, status: 200 } }],
      ['agents.create status: 200'],
    ],
    [
      'a redirect',
      [exchange('GET', path, { status: 302, headers: { location: '/x' } })],
      ['agents.get status: 302, to /x'],
    ],
    [
      'a web page',
      [exchange('GET', path, { answer: '<html>', headers: { 'content-type': 'text/html' } })],
      ['agents.get answer: text/html: "<html>"'],
    ],
    [
      'a field of another type, however many agents have it',
      [
        list(
          '',
          [1, 2].map((n) => ({ ...agent, id: id.replace(/.$/, String(9 - n)), version: 'x' })),
        ),
      ],
      ['agents.list answer.data[].version: must be a number, is a string'],
    ],
    [
      'a missing request id',
      [exchange('GET', path, { answer: agent, headers: { 'x-request-id': '' } })],
      ['agents.get answer.headers: none'],
    ],
    [
      'an id and a time in another form',
      [exchange('GET', path, { answer: { ...agent, id: '7', createdAt: '2026-01-01' } })],
      ['agents.get answer.id: "7"', 'agents.get answer.createdAt: "2026-01-01"'],
    ],
    [
      'an error in another shape',
      [exchange('GET', path, { status: 404, answer: { detail: 'no' } })],
      ['agents.get answer.statusCode: nothing', 'agents.get answer.message: nothing'],
    ],
    [
      'an error as text',
      [exchange('GET', path, { status: 404, answer: 'no' })],
      ['agents.get answer: "no"'],
    ],
  ])('%s', (_, exchanges, expected) => {
    expect(departures(...exchanges)).toEqual(expected);
  });
});
