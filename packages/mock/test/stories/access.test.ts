/** Who may call the agents API, through every door. */
import { AuthenticationError } from '@voicectl/sdk';
import { describe, expect, it } from 'vitest';
import { doors } from './doors';

describe.each(doors)('The agents API, $name,', (door) => {
  it('answers 401 without a key, whatever is asked for', async () => {
    await using world = await door.open();
    const post = { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } };
    const asked: [string, RequestInit][] = [
      ['/agents', {}],
      ['/agents', post],
      ['/agents/nothing', { method: 'DELETE' }],
      ['/agents/nothing/activate', { method: 'POST' }],
      ['/agents', { headers: { 'x-api-key': '' } }],
      ['/agents', { headers: { authorization: 'Bearer ' } }],
    ];
    for (const [path, init] of asked) {
      const answer = await world.raw(path, init);
      expect(answer.status).toBe(401);
      expect(await answer.json()).toEqual({
        statusCode: 401,
        message: expect.stringContaining('x-api-key'),
        error: 'Unauthorized',
      });
    }
  });

  it('takes any key when none is configured, in either header', async () => {
    await using world = await door.open();
    for (const headers of [{ 'x-api-key': 'any' }, { authorization: 'Bearer any' }]) {
      expect((await world.raw('/agents', { headers })).status).toBe(200);
    }
  });

  it('takes exactly the key that is configured', async () => {
    await using world = await door.open({ apiKey: 'right' });
    expect((await world.client.agents.list()).data).toEqual([]);
    for (const apiKey of ['wrong', 'righ', 'right2', 'RIGHT']) {
      const refusal = world.clientWith({ apiKey }).agents.list();
      await expect(refusal).rejects.toBeInstanceOf(AuthenticationError);
    }
  });

  it('and the goals API have credentials of their own', async () => {
    await using world = await door.open({ apiKey: 'key', token: 'token', adminToken: 'admin' });
    for (const apiKey of ['token', 'admin']) {
      const refusal = world.clientWith({ apiKey }).agents.list();
      await expect(refusal).rejects.toMatchObject({ status: 401 });
    }
    const refusal = world.clientWith({ token: 'key' }).goals.list();
    await expect(refusal).rejects.toMatchObject({ status: 401 });
  });
});
