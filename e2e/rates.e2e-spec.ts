import type { Browser } from 'playwright-core';
import { findings, visitAs, type Visit } from './browser.js';
import { SCREENS, startChromium } from './chromium.js';
import { eventually, System } from './system.js';

const SOON = { timeout: 30_000 };

describe('rate cards', () => {
  let system: System;
  let browser: Browser;

  beforeAll(async () => {
    system = await System.start();
    browser = await startChromium();
  }, 240_000);
  afterAll(async () => {
    await browser?.close();
    await system?.destroy();
  }, 60_000);

  const look = async ({ page, errors }: Visit, name: string): Promise<void> => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      // Colours change over a moment.
      await eventually(async () => expect(await findings(page)).toEqual([]), { timeoutMs: 20_000 });
      expect(await page.evaluate('document.documentElement.scrollWidth <= document.documentElement.clientWidth')).toBe(true);
      const folder = process.env.SCREENSHOTS;
      if (folder) await page.screenshot({ path: `${folder}/${name.replaceAll(' ', '-')}-${colorScheme}.png`, fullPage: true });
    }
    expect(errors).toEqual([]);
  };
  const file = (name: string, text: string) => ({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(text) });
  const today = new Date().toISOString().slice(0, 10);

  it.each(SCREENS.map(([name, viewport], index) => [name, viewport, ['Atlantis', 'Lemuria'][index]!] as const))(
    'on %s: the superadmin imports a card, is told what is wrong in it, finds a market, and sets the price of a model',
    async (name, viewport, market) => {
      const visit = await visitAs(browser, `${system.url}/rates`, system.demo.superadmin, viewport);
      const { page } = visit;
      const press = (button: string) => page.getByRole('button', { name: button, exact: true }).click(SOON);
      const prices = page.getByRole('table', { name: 'Price of a message' });
      await prices.getByText('Argentina').waitFor(SOON);
      await look(visit, `rates ${name}`);

      await press('Import a rate card');
      const picked = page.getByLabel('File', { exact: true });
      await picked.setInputFiles(file('card.csv', `market,category,currency,amount\n${market},marketing,USD,cheap\n`));
      await page.getByLabel('Name', { exact: true }).fill(`Card of ${market}`);
      await page.getByLabel('Source', { exact: true }).fill('invented for a test');
      await page.getByLabel('First day', { exact: true }).fill(today);
      await press('Import');
      await page
        .getByText(/must be a price a message such as 0\.0225/i)
        .first()
        .waitFor(SOON);
      await look(visit, `rates-import ${name}`);
      await picked.setInputFiles(file('card.csv', `market,category,currency,amount\n${market},marketing,USD,0.123\n`));
      await press('Import');
      await page.getByText(`Card of ${market} is imported: 1 rates, 0 countries, 0 models`).waitFor(SOON);
      await page.getByRole('searchbox', { name: 'Market or country code' }).fill(market.slice(0, 4));
      await prices.getByText('$0.123').waitFor(SOON);
      expect(await prices.getByRole('rowheader').count()).toBe(1);

      await page.getByRole('navigation', { name: 'Rate cards' }).getByRole('link', { name: 'Models' }).click(SOON);
      await press('Add a price');
      await page.getByLabel('Model', { exact: true }).fill(`encoder-${market}`);
      await page.getByLabel('That go in', { exact: true }).fill('0.02');
      await page.getByLabel('Source', { exact: true }).fill('the list of the provider');
      await look(visit, `model-price ${name}`);
      await press('Save price');
      const models = page.getByRole('table', { name: 'Price of a million tokens' });
      await models.getByText(`encoder-${market}`).waitFor(SOON);
      await look(visit, `model-prices ${name}`);

      await page.getByRole('navigation', { name: 'Rate cards' }).getByRole('link', { name: 'Imports' }).click(SOON);
      await page.getByRole('table', { name: 'Imports' }).getByText(`Card of ${market}`).waitFor(SOON);
      await look(visit, `rate-imports ${name}`);

      await press('Import a rate card');
      await picked.setInputFiles(file('card.json', '{ "rates": ['));
      await press('Import');
      await page.getByText('The file is no JSON.').waitFor(SOON);
      await page.context().close();
    },
    240_000,
  );
});
