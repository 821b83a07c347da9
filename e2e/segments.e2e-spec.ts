import type { Browser } from 'playwright-core';
import { findings, visitAs } from './browser.js';
import { SCREENS, startChromium } from './chromium.js';
import { System } from './system.js';

/** Names and numbers of their own for each screen. */
const fileOf = (screen: string): string => {
  const digits = String(screen.length).padStart(2, '0');
  return [
    'Nombre,Teléfono,Ciudad,Compras,Etiquetas',
    `Ana ${screen},+51 987 3${digits} 001,Cusco,5,mayorista ${screen}`,
    `Luis ${screen},+51 987 3${digits} 002,Cusco,1,mayorista ${screen}`,
    `Eva ${screen},+51 987 3${digits} 003,Lima,9,mayorista ${screen}`,
    `Nadie ${screen},12,Lima,,`,
  ].join('\n');
};

describe('customers from a file, and segments of them, in the browser', () => {
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
    'on %s: an agent imports a file, makes a segment of it and sees why somebody is in it',
    async (screen, viewport) => {
      const { page, errors } = await visitAs(browser, `${system.url}/contacts`, person('agent'), viewport);
      await page.getByRole('link', { name: 'Import', exact: true }).click();
      await page.getByRole('heading', { name: 'Import contacts' }).waitFor();
      await page
        .getByLabel('CSV file')
        .setInputFiles({ name: `customers-${screen}.csv`, mimeType: 'text/csv', buffer: Buffer.from(fileOf(screen)) });
      expect(await page.getByLabel('Column Teléfono').inputValue()).toBe('phone');
      expect(await page.getByLabel('Column Ciudad').inputValue()).toBe('attributes.Ciudad');
      await page.getByText('phone must be a phone number').first().waitFor();
      await page.getByLabel('Did these customers agree').selectOption('granted');
      await page.getByLabel('Where did they say so?').fill('newsletter of the shop');
      expect(await findings(page)).toEqual([]);
      await page.getByRole('button', { name: 'Start the import' }).click();
      const run = page.getByRole('row').filter({ hasText: `customers-${screen}.csv` });
      await run.getByText('Done', { exact: true }).waitFor({ timeout: 60_000 });
      const download = page.waitForEvent('download');
      await run.getByRole('button', { name: 'Download rejected rows' }).click();
      expect((await download).suggestedFilename()).toBe('rejected-rows.csv');
      expect(await findings(page)).toEqual([]);

      await page.goto(`${system.url}/segments/new`);
      await page.getByLabel('Name', { exact: true }).first().fill(`Buyers of Cusco ${screen}`);
      const conditions = page.getByRole('group', { name: 'All of these hold' });
      await conditions.getByLabel('Value').fill(`mayorista ${screen}`);
      await page.getByTestId('segment-count').getByText('3 contacts').waitFor({ timeout: 30_000 });
      await conditions.getByRole('button', { name: 'Add condition' }).click();
      await conditions.getByLabel('Field').nth(1).selectOption('attributes');
      await conditions.getByLabel('Attribute', { exact: true }).fill('Ciudad');
      await conditions.getByLabel('Comparison').nth(1).selectOption('eq');
      await conditions.getByLabel('Value').nth(1).fill('Cusco');
      await page.getByTestId('segment-count').getByText('2 contacts').waitFor({ timeout: 30_000 });
      await conditions.getByRole('button', { name: 'Add condition' }).click();
      await conditions.getByLabel('Field').nth(2).selectOption('attributes');
      await conditions.getByLabel('Attribute', { exact: true }).nth(1).fill('Compras');
      await conditions.getByLabel('Comparison').nth(2).selectOption('gt');
      await conditions.getByLabel('Value').nth(2).fill('3');
      await page.getByTestId('segment-count').getByText('1 contact', { exact: true }).waitFor({ timeout: 30_000 });
      await page
        .getByTestId('segment-count')
        .getByRole('link', { name: `Ana ${screen}` })
        .waitFor();
      expect(await findings(page)).toEqual([]);
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByRole('link', { name: `Buyers of Cusco ${screen}` }).click();
      const why = page.getByRole('region', { name: 'Why is somebody in it?' });
      await why.getByLabel('Name').fill(`Luis ${screen}`);
      await why.getByRole('button', { name: `Luis ${screen}` }).click();
      await why.getByText(`Luis ${screen} is not in this segment`).waitFor();
      expect(await findings(page)).toEqual([]);
      expect(errors).toEqual([]);
      await page.context().close();
    },
    180_000,
  );

  it.each(SCREENS)(
    'on %s: an admin gives an attribute a type; a contact is held to it, and the list has a column of it',
    async (screen, viewport) => {
      const { page, errors } = await visitAs(browser, `${system.url}/contacts`, person('owner'), viewport);
      await page.getByRole('link', { name: 'Attributes', exact: true }).click();
      await page.getByRole('button', { name: 'Add attribute' }).first().click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('Name').fill(`Size ${screen}`);
      await dialog.getByLabel('Key').fill(`size-${screen}`);
      await dialog.getByLabel('Type').selectOption('choice');
      await dialog.getByLabel('Choices').fill('S\nM');
      await dialog.getByLabel('Show as a column').check();
      expect(await findings(page)).toEqual([]);
      await dialog.getByRole('button', { name: 'Save' }).click();
      await page.getByText(`size-${screen}`, { exact: true }).waitFor();
      expect(await findings(page)).toEqual([]);

      const { apiKey } = system.tenant('acme-corp');
      const added = (size: string) =>
        fetch(`${system.url}/api/v1/contacts`, {
          method: 'POST',
          headers: { 'x-api-key': apiKey, 'content-type': 'application/json' },
          body: JSON.stringify({
            phone: `+51987400${String(screen.length).padStart(3, '0')}`,
            name: `Sized ${screen}`,
            attributes: { [`size-${screen}`]: size },
          }),
        });
      const refused = await added('XL');
      expect({ status: refused.status, body: await refused.json() }).toMatchObject({
        status: 400,
        body: { errors: [{ field: `attributes.size-${screen}`, message: 'must be one of S, M' }] },
      });
      expect((await added('S')).status).toBe(201);
      await page.goto(`${system.url}/contacts`);
      await page
        .getByRole('row')
        .filter({ hasText: `Sized ${screen}` })
        .getByText('S', { exact: true })
        .waitFor();
      expect(await findings(page)).toEqual([]);
      expect(errors).toEqual([]);
      await page.context().close();
    },
    120_000,
  );

  it('a viewer looks at segments and changes none', async () => {
    const [, viewport] = SCREENS[0]!;
    const { page } = await visitAs(browser, `${system.url}/segments`, person('viewer'), viewport);
    await page.getByRole('heading', { name: 'Segments' }).waitFor();
    expect(await page.getByRole('link', { name: 'New segment' }).count()).toBe(0);
    await page.context().close();
  }, 60_000);
});
