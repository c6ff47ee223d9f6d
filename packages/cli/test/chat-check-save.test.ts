/** `/save-test`: a real conversation with a mock, as a file that play --check takes. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkIn } from '../src/chat/check/read-check';
import { saveTestCommand } from '../src/chat/check/save-test';
import type { Stage } from '../src/chat/slash/command';
import { parseYaml } from '../src/input/yaml';
import { roomOn, type Stand, stand } from './chat-check';
import { polite } from './chat-judge';
import { thrownBy } from './voice-cloud';
import { startPlatform } from './voicectl';

let platform: Awaited<ReturnType<typeof startPlatform>>;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.server.close());

/** A chat in which these things were said. */
async function chat(messages: readonly string[], metadata: Record<string, unknown> = {}) {
  const at = await stand(platform.env);
  const client = await at.context.client();
  const { id } = await client.agents.create({
    name: 'Greeter',
    instructions: 'Be brief.',
    metadata,
  });
  const room = await roomOn(at.context, id);
  for (const text of messages) await room.turn({ text }, at.context.signal, () => {});
  const said: string[] = [];
  const save = (words = '') =>
    saveTestCommand(() => [polite]).run(words, {
      ...{ room, context: at.context, signal: at.context.signal },
      ...{ say: (text: string) => void said.push(text) },
    } as unknown as Stage);
  return { ...at, room, id, said, save };
}

const checkAt = ({ folder }: Stand, name: string) => {
  const file = join(folder, name);
  return checkIn(parseYaml(readFileSync(file, 'utf8'), file), file);
};

describe('/save-test', () => {
  it('writes what was said and answered, and says how to run it', async () => {
    const at = await chat(['Hello!', 'Where is my order?']);
    await at.save();
    expect(checkAt(at, 'hello.check.yaml')).toMatchObject({
      name: 'Hello!',
      agent: at.id,
      context: false,
      turns: [
        { say: 'Hello!', answered: expect.stringContaining('Greeter') },
        { say: 'Where is my order?', expect: { firstTokenMs: expect.any(Number) } },
      ],
      criteria: [polite],
    });
    expect(at.said.join('\n')).toContain('Saved 2 turns as hello.check.yaml');
    expect(at.said.join('\n')).toContain('voicectl play --check hello.check.yaml');
  });

  it.each([
    ['order', 'order.check.yaml'],
    ['"my order"', 'my order.check.yaml'],
    ['my order.yml', 'my order.yml'],
  ])('takes a name: %s', async (words, name) => {
    const at = await chat(['Hello!']);
    await at.save(words);
    expect(checkAt(at, name).name).toBe('Hello!');
  });

  it('leaves a file that is there, but by --force', async () => {
    const at = await chat(['Hello!']);
    writeFileSync(join(at.folder, 'hello.check.yaml'), 'mine');
    const error = await thrownBy(() => at.save());
    expect(error).toMatchObject({ name: 'UsageError', hint: expect.stringContaining('--force') });
    expect(readFileSync(join(at.folder, 'hello.check.yaml'), 'utf8')).toBe('mine');
    await at.save('--force');
    expect(checkAt(at, 'hello.check.yaml').name).toBe('Hello!');
  });

  it.each([
    ['check.json', 'is not'],
    ['nowhere/check', 'folder does not exist'],
  ])('refuses %s', async (words, message) => {
    const at = await chat(['Hello!']);
    expect((await thrownBy(() => at.save(words))).message).toContain(message);
    expect(existsSync(join(at.folder, words))).toBe(false);
  });

  it('says why a file can not be written', async () => {
    const at = await chat(['Hello!']);
    mkdirSync(join(at.folder, 'folder.yaml'));
    expect(await thrownBy(() => at.save('folder.yaml --force'))).toMatchObject({
      ...{ name: 'UsageError', message: "Can't write folder.yaml: it is a folder" },
      hint: 'Name another file.',
    });
    expect(readdirSync(at.folder)).toEqual(['folder.yaml']);
    if (process.platform !== 'linux') return;
    const { message } = await thrownBy(() => at.save('/proc/a.yaml'));
    expect(message).toMatch(/^Can't write \/proc\/a\.yaml: [^/]*$/);
  });

  it('says what it leaves out, and of whom it was', async () => {
    const at = await chat(['Hello!', 'Hello!', 'Hello!']);
    const other = await (await at.context.client()).agents.create({
      name: 'Second',
      instructions: 'Be brief.',
    });
    await at.room.useAgent(other.id);
    await at.room.turn({ text: 'Hello!' }, at.context.signal, () => {});
    await at.room.turn({ text: 'Hello!' }, at.context.signal, () => {});
    await at.save();
    const said = at.said.join('\n');
    expect(said).toContain('Saved one turn as hello.check.yaml');
    expect(said).toContain('3 turns with Greeter are left out: the same was said again at once.');
    expect(said).toContain('1 turn with Second is left out: the same was said again at once.');
  });

  it('leaves nothing out without a word', async () => {
    const at = await chat(['Hello!', 'Bye!', 'Hello!']);
    await at.save();
    expect(at.said.join('\n')).not.toContain('left out');
  });

  it('has nothing to save before anything was said', async () => {
    const at = await chat([]);
    expect((await thrownBy(() => at.save())).message).toBe('There is nothing to save yet');
  });

  it('names no agent that ends with the chat', async () => {
    const at = await chat(['Hello!'], { voicectl: 'trial' });
    await at.save();
    expect(checkAt(at, 'hello.check.yaml')).not.toHaveProperty('agent');
    expect(at.said.join('\n')).toContain('voicectl play AGENT --check hello.check.yaml');
  });
});
