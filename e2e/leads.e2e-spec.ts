import type { Browser } from 'playwright-core';
import { findings, visitAs } from './browser.js';
import { SCREENS, startChromium } from './chromium.js';
import { System } from './system.js';

describe('the board of leads, in the browser', () => {
  let system: System;
  let browser: Browser;

  beforeAll(async () => {
    system = await System.start();
    browser = await startChromium();
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await system?.destroy();
  }, 60_000);

  const person = (role: string) => system.tenant('acme-corp').users.find((user) => user.role === role)!;

  it.each(SCREENS)(
    'on %s: an agent makes a lead of a contact, gives it a value, and moves it by menu and, with a pointer, by drag',
    async (screen, viewport) => {
      const headers = { 'x-api-key': system.tenant('acme-corp').apiKey, 'content-type': 'application/json' };
      const name = `Eva ${screen}`;
      const response = await fetch(`${system.url}/api/v1/contacts`, {
        method: 'POST',
        headers,
        body: JSON.stringify({ phone: `+51987600${String(screen.length).padStart(3, '0')}`, name }),
      });
      const { id } = (await response.json()) as { id: string };
      const { page, errors } = await visitAs(browser, `${system.url}/contacts/${id}`, person('agent'), viewport);
      await page.getByRole('button', { name: 'Make a lead' }).click();
      await page.getByRole('link', { name: 'Lead', exact: true }).click();
      const column = (stage: string) => page.getByRole('region', { name: stage, exact: true });
      await column('New').getByText(name).waitFor();
      expect(await findings(page)).toEqual([]);

      await page.getByRole('button', { name: `Change ${name}` }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('Owner').selectOption({ index: 1 });
      await dialog.getByLabel('Value').fill('1200');
      await dialog.getByLabel('Currency').fill('PEN');
      await dialog.getByLabel('Note').fill('Wants 20 boxes');
      expect(await findings(page)).toEqual([]);
      await dialog.getByRole('button', { name: 'Save' }).click();
      await column('New')
        .getByText(/PEN\s*1,200/)
        .waitFor();

      await page.getByLabel(`Stage of ${name}`).selectOption({ label: 'Contacted' });
      await column('Contacted').getByText(name).waitFor();
      // A finger scrolls the board: on a phone the menu moves a lead.
      if (viewport.width < 600) await page.getByLabel(`Stage of ${name}`).selectOption({ label: 'Qualified' });
      else await column('Contacted').getByRole('listitem').filter({ hasText: name }).dragTo(column('Qualified'));
      await column('Qualified').getByText(name).waitFor();
      expect(await findings(page)).toEqual([]);
      await page.getByRole('button', { name: `Change ${name}` }).click();
      await dialog.getByText('Contacted → Qualified').waitFor();
      expect(errors).toEqual([]);
      await page.context().close();
    },
    120_000,
  );

  it('an owner changes the stages; one that has leads stays; a viewer only looks', async () => {
    const [, viewport] = SCREENS[0]!;
    const { page } = await visitAs(browser, `${system.url}/leads`, person('owner'), viewport);
    await page.getByRole('button', { name: 'Stages', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name of stage 2').fill('Called');
    expect(await findings(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('region', { name: 'Called', exact: true }).waitFor();
    await page.getByRole('button', { name: 'Stages', exact: true }).click();
    await dialog.getByRole('button', { name: 'Remove stage 3' }).click();
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByText('There are leads in this stage').waitFor();
    await page.context().close();
    const viewer = await visitAs(browser, `${system.url}/leads`, person('viewer'), viewport);
    await viewer.page.getByRole('region', { name: 'Qualified', exact: true }).getByText('Eva').first().waitFor();
    expect(await viewer.page.getByLabel(/^Stage of/).count()).toBe(0);
    await viewer.page.context().close();
  }, 120_000);
});
