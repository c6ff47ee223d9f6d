/** `/edit`: instructions tried in a chat by a draft, and what becomes of both. */
import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createTrial, requestOf } from '../src/chat/trial';
import { type Chat, editor, openChat, seenBy } from './chat-slash';
import { startPlatform } from './voicectl';

let platform: Awaited<ReturnType<typeof startPlatform>>;
const chats: Chat[] = [];
beforeAll(async () => {
  platform = await startPlatform();
});
afterEach(async () => {
  platform.mock.faults.clear();
  await Promise.all(chats.splice(0).map((chat) => chat.end()));
});
afterAll(() => platform.server.close());

async function chatWith(env: Record<string, string>, extra: object = {}): Promise<Chat> {
  const response = await fetch(`${platform.server.agentsUrl}/agents`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': 'k' },
    body: JSON.stringify({ name: 'Support', instructions: 'Be brief.', ...extra }),
  });
  const { id } = (await response.json()) as { id: string };
  const chat = await openChat(platform, id, { env });
  chats.push(chat);
  return chat;
}

const stored = (id: string) => platform.mock.state.agents.get(id)?.agent;
const isGone = async (id: string) => {
  const headers = { 'x-api-key': 'k' };
  return (await fetch(`${platform.server.agentsUrl}/agents/${id}`, { headers })).status === 404;
};
const change = (id: string, changes: object) =>
  fetch(`${platform.server.agentsUrl}/agents/${id}`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json', 'x-api-key': 'k' },
    body: JSON.stringify(changes),
  });
const sent = (id: string) =>
  platform.mock.journal
    .calls('agents.test')
    .filter((entry) => entry.id === id)
    .map(({ body }) => (body as { message: string }).message);
const writes = (text: string) => editor(`printf '${text}\\n' > "$1"`);
/** Each time another line. */
const appends = editor(`printf 'And kind.\\n' >> "$1"`);

describe('/edit', () => {
  it('tries other instructions by a draft, and asks again', async () => {
    const env = writes('Be kind.');
    const chat = await chatWith(env, {
      policy: 'No refunds.',
      metadata: { scope: 'orders', voicectlKey: 'unique' },
      memoryConfig: { enabled: true, lastMessages: 3 },
    });
    const real = chat.room.agentId;
    await chat.type('Where is my order?');
    await chat.type('/edit');
    const trial = chat.room.agentId;
    expect(trial).not.toBe(real);
    expect(seenBy(env)).toBe('Be brief.\n');
    expect(stored(trial)).toMatchObject({
      name: 'Support (edit 1)',
      status: 'draft',
      instructions: 'Be kind.',
      policy: 'No refunds.',
      metadata: { scope: 'orders', voicectl: 'trial' },
      memoryConfig: { enabled: true, lastMessages: 3 },
    });
    expect(stored(trial)?.metadata['voicectlKey']).not.toBe('unique');
    expect(stored(real)).toMatchObject({ instructions: 'Be brief.', version: 1 });
    expect(sent(trial)).toEqual(['Where is my order?']);
    expect(chat.shown()).toMatch(/- Be brief\.\n\+ Be kind\.\n.*Support \(edit 1\) answers/s);
  });

  it('goes on with the same draft, then gives the text to the agent', async () => {
    const chat = await chatWith(appends);
    const real = chat.room.agentId;
    await chat.type('/edit');
    const trial = chat.room.agentId;
    await chat.type('/edit again');
    await chat.type('/edit');
    expect(chat.room.agentId).toBe(trial);
    const text = 'Be brief.\nAnd kind.\nAnd kind.\nAnd kind.';
    expect(stored(trial)?.instructions).toBe(text);
    chat.shown();
    await expect(chat.type('/edit keep')).rejects.toThrow('Nobody can be asked here');
    expect(stored(real)?.instructions).toBe('Be brief.');
    await chat.type('/edit keep --yes');
    expect(stored(real)).toMatchObject({ version: 2, instructions: text });
    expect(chat.room.agentId).toBe(real);
    expect(await isGone(trial)).toBe(true);
    expect(chat.shown()).toContain('Sent to Support (version 2).');
    await chat.end();
    expect(chat.words()).toBe('');
  });

  it('goes back, and forgets what was written, when it is told to', async () => {
    const env = writes('Be kind.');
    const chat = await chatWith(env);
    const real = chat.room.agentId;
    await chat.type('/edit');
    const trial = chat.room.agentId;
    await chat.type('/edit drop');
    expect(chat.room.agentId).toBe(real);
    expect(await isGone(trial)).toBe(true);
    expect(stored(real)?.instructions).toBe('Be brief.');
    await chat.type('/edit');
    expect(stored(chat.room.agentId)).toMatchObject({ name: 'Support (edit 2)' });
    await chat.type('/edit drop');
    await chat.end();
    expect(chat.words()).toBe('');
  });

  it('stays where somebody has gone meanwhile', async () => {
    const chat = await chatWith(writes('Be kind.'));
    const other = await chatWith({});
    const real = chat.room.agentId;
    await chat.type('/edit');
    const trial = chat.room.agentId;
    await chat.type(`/agent ${real}`);
    await expect(chat.type('/edit')).rejects.toThrow('Instructions of Support are being tried');
    await chat.type('/edit again');
    expect(chat.room.agentId).toBe(trial);
    await chat.type(`/agent ${other.room.agentId}`);
    await chat.type('/edit drop');
    expect(chat.room.agentId).toBe(other.room.agentId);
    expect(await isGone(trial)).toBe(true);
  });

  it('says that the next message goes to the draft where nothing was said yet', async () => {
    const chat = await chatWith(writes('Be kind.'));
    await chat.type('/edit');
    expect(chat.shown()).toContain('Your next message goes to it.');
    expect(sent(chat.room.agentId)).toEqual([]);
    await chat.type('Hello');
    await chat.type('/edit again');
    expect(chat.shown()).not.toContain('Your next message');
  });

  it.each([
    ['nothing is changed', ':', 'Nothing was changed.'],
    ['all is taken away', ': > "$1"', 'There is no text left'],
    ['only a line break is added', 'echo >> "$1"', 'Nothing was changed.'],
  ])('makes no draft where %s', async (_, script, said) => {
    const env = editor(script);
    const chat = await chatWith(env);
    const before = platform.mock.journal.calls('agents.create').length;
    await chat.type('/edit');
    expect(chat.shown()).toContain(said);
    expect(platform.mock.journal.calls('agents.create')).toHaveLength(before);
    await expect(chat.type('/edit again')).rejects.toThrow('No instructions are being tried');
    await chat.end();
    expect(chat.words()).toBe('');
  });

  it('refuses words that it does not know, and what has not begun', async () => {
    const chat = await chatWith({});
    await expect(chat.type('/edit keeps')).rejects.toThrow('/edit does not know "keeps"');
    for (const word of ['again', 'keep', 'drop']) {
      await expect(chat.type(`/edit ${word}`)).rejects.toThrow('No instructions are being tried');
    }
  });
});

describe('what goes wrong in an /edit', () => {
  it('keeps the text where the platform refuses it, and goes on with it', async () => {
    const env = editor(
      'if test -e "$TMPDIR/once"; then :; else touch "$TMPDIR/once"; echo "Be kind." > "$1"; fi',
    );
    const chat = await chatWith(env);
    platform.mock.faults.add({ operation: 'agents.create', status: 400, times: 1 });
    await expect(chat.type('/edit')).rejects.toThrow();
    expect(chat.shown()).toContain('Your text is still there: /edit again');
    await chat.type('/edit again');
    expect(seenBy(env)).toBe('Be kind.\n');
    expect(stored(chat.room.agentId)).toMatchObject({ instructions: 'Be kind.' });
  });

  it('names every bound that a text breaks, and sends nothing', async () => {
    const chat = await chatWith(editor('head -c 10001 /dev/zero | tr "\\0" a > "$1"'));
    const before = platform.mock.journal.calls('agents.create').length;
    await expect(chat.type('/edit')).rejects.toMatchObject({
      name: 'InputError',
      problems: [expect.objectContaining({ path: 'instructions' })],
    });
    expect(platform.mock.journal.calls('agents.create')).toHaveLength(before);
  });

  it('keeps what was saved before an editor failed', async () => {
    const chat = await chatWith(editor('echo "Be kind." > "$1"; exit 3'));
    const { agentId } = chat.room;
    await expect(chat.type('/edit')).rejects.toThrow('exit code 3');
    expect(chat.room.agentId).toBe(agentId);
    await chat.end();
    expect(keptBy(chat)).toBe('instructions: Be kind.\n');
  });

  it('leaves no file behind of an editor that failed before it wrote', async () => {
    const env = editor('dirname "$1" > "$TMPDIR/folder"; exit 3');
    const chat = await chatWith(env);
    await expect(chat.type('/edit')).rejects.toThrow('exit code 3');
    const folder = readFileSync(`${env.TMPDIR}/folder`, 'utf8').trim();
    expect(existsSync(folder)).toBe(false);
    await chat.end();
    expect(chat.words()).toBe('');
  });

  it('does not overwrite what somebody else wrote meanwhile', async () => {
    const chat = await chatWith(writes('Be kind.'));
    const real = chat.room.agentId;
    await chat.type('/edit');
    await change(real, { instructions: 'Be quick.' });
    await expect(chat.type('/edit keep --yes')).rejects.toThrow('changed by somebody else');
    expect(stored(real)?.instructions).toBe('Be quick.');
    expect(chat.shown()).toMatch(/- Be quick\.\n\+ Be kind\./);
  });

  it('can still be ended where a draft could not be deleted', async () => {
    const chat = await chatWith(writes('Be kind.'));
    const real = chat.room.agentId;
    await chat.type('/edit');
    const trial = chat.room.agentId;
    platform.mock.faults.add({ operation: 'agents.delete', status: 403, times: 1 });
    await expect(chat.type('/edit keep --yes')).rejects.toThrow();
    expect(stored(real)?.instructions).toBe('Be kind.');
    expect(chat.room.agentId).toBe(real);
    await chat.type('/edit drop');
    expect(await isGone(trial)).toBe(true);
  });
});

/** The changes that the last words name. */
function keptBy(chat: Chat): string {
  const [, file = ''] = / -f (\S+)/.exec(chat.words()) ?? [];
  return readFileSync(file, 'utf8');
}

describe('the end of a chat with an open /edit', () => {
  it('deletes the draft and keeps the text', async () => {
    const chat = await chatWith(writes('Be kind.'));
    const real = chat.room.agentId;
    await chat.type('/edit');
    const trial = chat.room.agentId;
    await chat.end();
    expect(await isGone(trial)).toBe(true);
    expect(stored(real)?.instructions).toBe('Be brief.');
    const line = `, and this sends them: voicectl agents update ${real} -f `;
    expect(chat.words()).toContain(
      'The edited instructions of Support were not sent: they are in /',
    );
    expect(chat.words()).toContain(line);
    expect(chat.words().trim().split('\n')).toHaveLength(2);
    expect(chat.words()).not.toMatch(/warning|deleted/i);
    expect(keptBy(chat)).toBe('instructions: Be kind.\n');
  });

  it('does so when the process is told to end', async () => {
    const chat = await chatWith(writes('Be kind.'));
    await chat.type('/edit');
    const trial = chat.room.agentId;
    chat.interrupt();
    await chat.end();
    expect(await isGone(trial)).toBe(true);
    expect(keptBy(chat)).toBe('instructions: Be kind.\n');
  });

  it('leaves no draft behind that was on its way', async () => {
    const chat = await chatWith(writes('Be kind.'));
    const real = chat.room.agentId;
    platform.mock.faults.add({ operation: 'agents.create', latency: 300, times: 1 });
    const editing = chat.type('/edit').catch((error: unknown) => error);
    let shown = '';
    await expect
      .poll(() => {
        shown += chat.shown();
        return shown;
      })
      .toContain('+ Be kind.');
    await new Promise((resolve) => setTimeout(resolve, 100));
    chat.interrupt();
    await chat.end();
    expect(await editing).toMatchObject({ name: 'AbortError' });
    expect(chat.room.agentId).toBe(real);
    expect(keptBy(chat)).toBe('instructions: Be kind.\n');
    const { journal } = platform.mock;
    expect(journal.calls('agents.create').at(-1)).toMatchObject({ status: 201 });
    expect(journal.calls('agents.delete').at(-1)).toMatchObject({ status: 200 });
    expect(await trialsLeft()).toEqual([]);
  });

  it('leaves no draft behind whose answer was lost', async () => {
    const chat = await chatWith(writes('Be kind.'));
    platform.mock.faults.add({ operation: 'agents.create', reset: 'after', times: 1 });
    await chat.type('/edit');
    expect(await trialsLeft()).toEqual([chat.room.agentId]);
    await chat.end();
    expect(await trialsLeft()).toEqual([]);
  });

  it('names the draft that was stopped on its way and could not be deleted', async () => {
    const chat = await chatWith(writes('Be kind.'));
    const real = chat.room.agentId;
    platform.mock.faults.add({ operation: 'agents.create', latency: 300, times: 1 });
    platform.mock.faults.add({ operation: 'agents.delete', status: 403 });
    const editing = chat.type('/edit').catch((error: unknown) => error);
    let shown = '';
    await expect
      .poll(() => {
        shown += chat.shown();
        return shown;
      })
      .toContain('+ Be kind.');
    await new Promise((resolve) => setTimeout(resolve, 100));
    chat.stop();
    expect(await editing).toMatchObject({ name: 'AbortError' });
    expect(chat.room.agentId).toBe(real);
    const [trial] = await trialsLeft();
    await expect(chat.type('/edit drop')).rejects.toThrow();
    expect(chat.shown()).toContain(`voicectl agents delete ${trial} --yes`);
    await chat.end();
    expect(chat.words()).toContain(`voicectl agents delete ${trial} --yes`);
    platform.mock.faults.clear();
    await fetch(`${platform.server.agentsUrl}/agents/${trial}`, {
      method: 'DELETE',
      headers: { 'x-api-key': 'k' },
    });
  });

  it('says what it waits for, and what is left where the process does not wait', async () => {
    const chat = await chatWith(writes('Be kind.'));
    await chat.type('/edit');
    const trial = chat.room.agentId;
    const before = process.listeners('exit');
    platform.mock.faults.add({ operation: 'agents.delete', latency: 300 });
    const ending = chat.end();
    await expect.poll(() => chat.words()).toContain('Deleting Support (edit 1)…');
    const [forced] = process.listeners('exit').filter((each) => !before.includes(each));
    forced?.call(process, 130);
    await expect.poll(() => chat.words()).toContain(`voicectl agents delete ${trial} --yes`);
    await ending;
    expect(process.listeners('exit')).toEqual(before);
    expect(await isGone(trial)).toBe(true);
  });

  it('names the draft that it could not delete', async () => {
    const chat = await chatWith(writes('Be kind.'));
    await chat.type('/edit');
    const trial = chat.room.agentId;
    platform.mock.faults.add({ operation: 'agents.delete', status: 403 });
    await chat.end();
    expect(chat.words()).toContain(`voicectl agents delete ${trial} --yes`);
    platform.mock.faults.clear();
    expect(await trialsLeft()).toEqual([trial]);
  });
});

/** Found as the documentation says. */
async function trialsLeft(): Promise<string[]> {
  const headers = { 'x-api-key': 'k' };
  const url = `${platform.server.agentsUrl}/agents?limit=100`;
  const { data } = (await (await fetch(url, { headers })).json()) as {
    data: { id: string; metadata: { voicectl?: string } }[];
  };
  return data.filter(({ metadata }) => metadata.voicectl === 'trial').map(({ id }) => id);
}

describe('a trial of an agent file', () => {
  it('is a draft with all that the file says, and can be dropped more than once', async () => {
    const { context } = await chatWith({});
    const client = await context.client();
    const document = {
      name: 'From a file',
      instructions: 'Be kind.',
      resolutionCriteria: [{ label: 'solved', description: 'The order was found.' }],
    };
    const trial = await createTrial(client, document);
    expect(stored(trial.agent.id)).toMatchObject({ name: 'From a file (trial)', status: 'draft' });
    await trial.change({ instructions: 'Be quick.' });
    expect(trial.agent).toMatchObject({ version: 2, instructions: 'Be quick.' });
    await trial.drop();
    await trial.drop();
    expect(await isGone(trial.agent.id)).toBe(true);
  });

  it('is refused where the file breaks the contract', async () => {
    const { context } = await chatWith({});
    const client = await context.client();
    await expect(createTrial(client, { name: '' })).rejects.toMatchObject({ name: 'InputError' });
    const stopped = AbortSignal.abort();
    await expect(createTrial(client, {}, { signal: stopped })).rejects.toThrow('aborted');
  });
});

describe('what a trial is made of', () => {
  const agent = {
    id: '93f6a9b2-0000-4000-8000-000000000000',
    status: 'active',
    version: 7,
    name: 'Support',
    instructions: 'Be brief.',
    policy: null,
    somethingNew: 1,
    metadata: { scope: 'orders', voicectlKey: 'k' },
    createdAt: '2026-01-01T00:00:00.000Z',
    updatedAt: '2026-01-01T00:00:00.000Z',
  };

  it('is what a create takes of a record', () => {
    expect(requestOf(agent, { changes: { instructions: 'Be kind.' }, label: 'edit 1' })).toEqual({
      name: 'Support (edit 1)',
      instructions: 'Be kind.',
      metadata: { scope: 'orders', voicectl: 'trial' },
    });
  });

  it('is a document as it is, what nobody knows included', () => {
    const document = { name: 'A', instructions: 'B', resolutionCriteria: [], somethingNew: 1 };
    expect(requestOf(document, {})).toEqual({
      ...document,
      name: 'A (trial)',
      metadata: { voicectl: 'trial' },
    });
    expect(requestOf({ metadata: 'none' }, {})).toEqual({ metadata: 'none' });
  });

  it('has a name that the platform takes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 128 }), (name) => {
        fc.pre(name.trim() !== '');
        const made = String(requestOf({ ...agent, name }, { label: 'edit 12' }).name);
        expect(made.length).toBeLessThanOrEqual(128);
        expect(made.endsWith(' (edit 12)')).toBe(true);
        expect(made.isWellFormed()).toBe(true);
      }),
    );
  });
});
