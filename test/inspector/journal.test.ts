/** The inspector's journal and faults, while requests come in. */
import { serve } from '@voicectl/mock/node';
import { describe, expect, onTestFinished, test } from 'vitest';
import { call, hasBrowser, open, until } from './opened';

describe.skipIf(!hasBrowser)('the journal in the inspector', { timeout: 60_000 }, () => {
  test('shows requests as they are answered, and each opens', async () => {
    const { page, root } = await open({ view: 'journal' });
    await page.getByText('No requests yet.').waitFor();
    await call(root, 'POST', '/agents', { name: '', instructions: 'Be kind.' });
    const line = page.locator('#journal-list summary', { hasText: 'agents.create' });
    await line.waitFor();
    expect((await line.locator('span').allTextContents()).join(' ')).toMatch(
      /\d POST 400 [\d.]+ m?s agents\.create \/api\/agents default$/,
    );
    await line.click();
    const details = page.locator('#journal-list dl');
    expect(await details.locator('pre').textContent()).toContain('"instructions": "Be kind."');
    await details.getByText(/^name: /).waitFor();
    await call(root, 'GET', '/agents', undefined, { 'x-voicectl-fault': 'status=503' });
    await page.locator('#journal-list summary', { hasText: '503fault' }).click();
    await details.getByText('x-voicectl-fault').waitFor();
  });

  test('is filtered by operation, status and world', async () => {
    const { page, root } = await open({ view: 'journal' });
    await call(root, 'GET', '/agents');
    await call(root, 'GET', '/agents/nobody');
    await call(root, 'GET', '/nowhere');
    await call(root, 'GET', '/agents', undefined, { 'x-voicectl-world': 'other' });
    const paths = () => page.locator('#journal-list .path').allTextContents();
    const all = ['/api/agents', '/api/agents/nobody', '/api/nowhere'];
    await until(paths).toEqual(all);
    await page.getByLabel('Operation').selectOption('agents.list');
    await until(paths).toEqual(['/api/agents']);
    await page.getByLabel('Operation').selectOption('none');
    await until(paths).toEqual(['/api/nowhere']);
    await page.getByLabel('Operation').selectOption('');
    await page.getByLabel('Status').selectOption('4xx');
    await until(paths).toEqual(all.slice(1));
    await page.getByLabel('Status').selectOption('5xx');
    await page.getByText('No request fits the choices above.').waitFor();
    await page.getByLabel('Status').selectOption('');
    await page.getByLabel('From').selectOption('All worlds');
    await until(paths).toEqual([...all, '/api/agents']);
    // The world that was first seen in a request can be gone to.
    await page.getByRole('combobox', { name: 'World', exact: true }).selectOption('other');
  });

  test('stands still while it is paused, and is cleared', async () => {
    const { page, root, mock } = await open({ view: 'journal' });
    await call(root, 'GET', '/agents');
    await page.getByText('1 request', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Pause' }).click();
    await call(root, 'GET', '/agents');
    await page.getByRole('status').getByText('Paused, 1 waiting').waitFor();
    expect(await page.locator('#journal-list li').count()).toBe(1);
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByText('2 requests', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Clear', exact: true }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Clear' }).click();
    await page.getByText('No requests yet.').waitFor();
    expect(mock.journal.calls()).toEqual([]);
  });

  test('comes back with what it missed when the mock was gone for a while', async () => {
    const { page, root, mock, port, close } = await open({ view: 'journal' });
    await call(root, 'GET', '/agents');
    await page.getByText('1 request', { exact: true }).waitFor();
    await close();
    await page.getByRole('status').getByText('Reconnecting…').waitFor();
    const missed = new Request('http://localhost/api/agents', { headers: { 'x-api-key': 'any' } });
    await mock.fetch(missed);
    const again = await serve(mock, { port });
    onTestFinished(() => again.close());
    await page.getByText('2 requests', { exact: true }).waitFor();
    await page.getByRole('status').getByText('Live').waitFor();
    await call(root, 'GET', '/agents');
    await page.getByText('3 requests', { exact: true }).waitFor();
  });
});

describe.skipIf(!hasBrowser)('faults in the inspector', { timeout: 60_000 }, () => {
  test('are switched on from ready-made choices, counted, and switched off', async () => {
    const { page, root, mock } = await open({ view: 'faults' });
    await page.getByText('Nothing goes wrong in this world.').waitFor();
    await page.getByLabel('What goes wrong').selectOption('429 Too Many Requests');
    await page.getByLabel('Retry-After').fill('7');
    await page.getByLabel('With which requests').selectOption('agents.list');
    await page.getByLabel('How many times').fill('1');
    await page.getByRole('button', { name: 'Switch on' }).click();
    await page.getByText('fault-1', { exact: true }).waitFor();
    const first = await call(root, 'GET', '/agents');
    expect([first.status, first.headers.get('retry-after')]).toEqual([429, '7']);
    expect((await call(root, 'GET', '/agents')).status).toBe(200);
    await page.getByText('over · seen 2, acted 1').waitFor();
    await page.getByRole('button', { name: 'Switch off fault-1' }).click();
    await page.getByText('Nothing goes wrong in this world.').waitFor();
    expect(mock.faults.size).toBe(0);
  });

  test('every ready-made choice is one that the mock takes', async () => {
    const { page, mock } = await open({ view: 'faults' });
    const choices = await page.getByLabel('What goes wrong').locator('option').allTextContents();
    for (const [index, choice] of choices.entries()) {
      await page.getByLabel('What goes wrong').selectOption(choice);
      await page.getByRole('button', { name: 'Switch on' }).click();
      await page.getByText(`fault-${index + 1}`, { exact: true }).waitFor();
    }
    expect(choices.length).toBeGreaterThan(8);
    await page.getByRole('button', { name: 'Switch all off' }).click();
    await until(() => mock.faults.size).toBe(0);
  });

  test('written by hand, are refused in the words of the mock', async () => {
    const { page, mock } = await open({ view: 'faults' });
    const json = page.getByLabel(/^As JSON/);
    await json.fill('{"status": 700, "colour": "red"}');
    await page.getByRole('button', { name: 'Switch on' }).click();
    const alert = page.locator('#fault-error');
    await until(() => alert.textContent()).toMatch(/status: .*colour/s);
    await json.fill('{"status": ');
    await page.getByRole('button', { name: 'Switch on' }).click();
    await until(() => alert.textContent()).toMatch(/^This is no JSON/);
    expect(mock.faults.size).toBe(0);
    await json.fill('[{"latency": 1, "probability": 0.5}, {"html": true}]');
    await page.getByRole('button', { name: 'Switch on' }).click();
    await page.getByText('fault-2', { exact: true }).waitFor();
    expect(await alert.textContent()).toBe('');
  });
});
