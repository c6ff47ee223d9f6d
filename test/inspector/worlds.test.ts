/** The inspector's worlds: made, filled, saved, timed, forgotten. */
import { describe, expect, test } from 'vitest';
import { hasBrowser, open, until } from './opened';

describe.skipIf(!hasBrowser)('worlds in the inspector', { timeout: 60_000 }, () => {
  test('are made by name, filled, saved under a name, brought back and deleted', async () => {
    const { page, mock } = await open({ view: 'contents' });
    await page.getByRole('button', { name: 'New world…' }).click();
    await page.getByLabel('Name', { exact: true }).first().waitFor();
    const dialog = page.getByRole('dialog', { name: 'New world' });
    await dialog.getByLabel('Name').fill('team-7');
    await dialog.getByRole('button', { name: 'Create' }).click();
    await until(() => page.getByRole('combobox', { name: 'World', exact: true }).inputValue()).toBe(
      'team-7',
    );

    await page.getByRole('spinbutton', { name: 'Agents' }).fill('12');
    await page.getByLabel('Seed').fill('42');
    await page.getByRole('button', { name: 'Generate' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Generate' }).click();
    await page.getByText(/^12 agents \(/).waitFor();
    expect(mock.state.agents.size).toBe(0);

    const saved = 'before / the "test"';
    await page.locator('#snapshot-name').fill(saved);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('button', { name: `Restore ${saved}` }).waitFor();
    await page.getByRole('button', { name: 'Reset world' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Reset world' }).click();
    await page.getByText(/^0 agents \(/).waitFor();
    await page.getByRole('button', { name: `Restore ${saved}` }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Restore' }).click();
    await page.getByText(/^12 agents \(/).waitFor();
    await page.getByRole('button', { name: `Delete ${saved}` }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByText('None yet. Save one').waitFor();

    await page.getByRole('button', { name: 'Delete world' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Delete world' }).click();
    await until(() => page.getByRole('combobox', { name: 'World', exact: true }).inputValue()).toBe(
      'default',
    );
    expect(await mock.worlds()).not.toContain('team-7');
  });

  test('the clock is seen, set, advanced and released', async () => {
    const { page, mock } = await open({ view: 'contents' });
    await page.getByText('The machine’s clock.', { exact: true }).waitFor();
    await page.getByLabel('Set to (ISO 8601)').fill('2030-05-01T10:00:00Z');
    await page.getByLabel('Tick, ms').fill('1000');
    await page.getByRole('button', { name: 'Set', exact: true }).click();
    await page.getByText('2030-05-01T10:00:00Z').waitFor();
    await page.getByText('each change moves it by 1000 ms').waitFor();
    await page.getByLabel('Advance by').fill('2');
    await page.getByLabel('Unit').selectOption('days');
    await page.getByRole('button', { name: 'Advance' }).click();
    await page.getByText('2030-05-03T10:00:00Z').waitFor();
    expect(mock.clock.now().toISOString()).toBe('2030-05-03T10:00:00.000Z');
    await page.getByRole('button', { name: 'Back to the machine’s clock' }).click();
    await page.getByText('The machine’s clock.', { exact: true }).waitFor();
    await page.getByLabel('Set to (ISO 8601)').fill('noon');
    await page.getByRole('button', { name: 'Set', exact: true }).click();
    await page.getByRole('alert').getByText('clock: must be').waitFor();
  });

  test('the address keeps world and view: it survives a reload, and leads back', async () => {
    const { page } = await open({
      view: 'goals',
      world: 'mine',
      before: (mock) =>
        mock.world('mine').add({
          agents: [{ name: 'Mine', instructions: 'Hm.' }],
          goals: [{ name: 'Sell it', agent: 'Mine' }],
        }),
    });
    await page.getByText('Sell it').waitFor();
    await page.reload();
    await page.getByText('Sell it').waitFor();
    await page.getByRole('combobox', { name: 'World', exact: true }).selectOption('default');
    await page.getByText('This world has no goals yet.').waitFor();
    await page.goBack();
    await page.getByText('Sell it').waitFor();
    expect(await page.getByRole('combobox', { name: 'World', exact: true }).inputValue()).toBe(
      'mine',
    );
  });
});
