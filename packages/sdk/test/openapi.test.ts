/** The OpenAPI document: what two linters that we didn't write say of it, and whether it is the contract. */
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, test } from 'vitest';
import type * as z from 'zod';
import { agentEndpoints, type Endpoint, goalEndpoints, openApiDocument } from '../src/contract';
import { examples } from '../src/openapi/examples';

const document = openApiDocument();
const endpoints: Endpoint[] = [...Object.values(agentEndpoints), ...Object.values(goalEndpoints)];

describe('is valid', () => {
  test('to a validator by the specification', async () => {
    const { valid, errors } = await new Validator().validate(structuredClone(document));
    expect({ valid, errors }).toEqual({ valid: true, errors: undefined });
  });

  test('to the strictest rules of a linter', async () => {
    const config = await createConfig({ extends: ['recommended-strict'] });
    const source = JSON.stringify(document);
    const problems = await lintFromString({ source, absoluteRef: '/openapi.json', config });
    expect(problems.map(({ ruleId, message }) => `${ruleId}: ${message}`)).toEqual([]);
  });

  test('wherever the two APIs are', async () => {
    const here = openApiDocument({
      agentsUrl: 'http://127.0.0.1:4010/api',
      goalsUrl: 'http://127.0.0.1:4010/v1',
    });
    expect(here).toMatchObject({
      servers: [{ url: 'http://127.0.0.1:4010/api' }],
      paths: { '/v1': { servers: [{ url: 'http://127.0.0.1:4010' }] } },
    });
    expect((await new Validator().validate(structuredClone(here))).valid).toBe(true);
  });
});

describe('is the contract', () => {
  const paths = document.paths as Record<string, Record<string, { operationId?: string }>>;

  test.each(Object.values(agentEndpoints) as Endpoint[])('has $operation', (endpoint) => {
    const path = endpoint.path.replace(':id', '{id}');
    const operation = paths[path]?.[endpoint.method.toLowerCase()];
    expect(operation).toMatchObject({
      operationId: endpoint.operation,
      responses: { [endpoint.status]: { description: expect.any(String) } },
    });
  });

  test('has every action of goals', () => {
    const envelopes = JSON.stringify(paths['/v1']?.post);
    for (const action of Object.keys(goalEndpoints)) {
      expect(envelopes).toContain(`"action":{"const":"${action}"}`);
    }
  });

  test('has nothing else', () => {
    const operations = Object.values(paths).flatMap((path) =>
      Object.values(path).flatMap(({ operationId }) => operationId ?? []),
    );
    expect(operations.sort()).toEqual(
      [...Object.values(agentEndpoints).map(({ operation }) => operation), 'goals.invoke'].sort(),
    );
  });

  test.each(endpoints)('shows $operation by an example that fits', (endpoint) => {
    const { request, answer } = examples[endpoint.operation] ?? {};
    const body = endpoint.action ? (request as { data?: unknown }).data : request;
    const fits = (schema: z.ZodType | undefined, value: unknown) =>
      value === undefined || schema?.safeParse(value).success;
    expect({ request: fits(endpoint.body, body), answer: fits(endpoint.result, answer) }).toEqual({
      request: true,
      answer: true,
    });
    if (endpoint.body && !endpoint.body.safeParse(undefined).success) expect(body).toBeDefined();
    if (!endpoint.lenient) expect(answer).toBeDefined();
  });
});
