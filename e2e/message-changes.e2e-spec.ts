import { mkdirSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { findings, visitAs } from './browser.js';
import { SCREENS, startChromium } from './chromium.js';
import { System } from './system.js';

/** Where to leave pictures of the pages, for people to look at. */
const PICTURES = process.env.PICTURES;

describe('a customer edits and deletes on the phone', () => {
  let system: System;
  let browser: Browser;

  beforeAll(async () => {
    system = await System.start({ REPLY_DEBOUNCE_MS: '600000' });
    browser = await startChromium();
    if (PICTURES) mkdirSync(PICTURES, { recursive: true });
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await system?.destroy();
  }, 60_000);

  it.each(SCREENS)(
    'on %s: agents see it as it happens, with the history of what was edited and nothing of what was deleted',
    async (name, viewport) => {
      const acme = system.tenant('acme-corp');
      const contact = `155504100${SCREENS.findIndex(([screen]) => screen === name)}0`;
      const phone = await browser.newPage({ viewport });
      await phone.goto(`${system.simulatorUrl}/?number=${acme.outlets[0]!.phoneNumberId}&contact=${contact}`);
      const composer = phone.getByRole('textbox', { name: /message/i }).first();
      const card = `My card is 4111, on ${name}`;
      for (const words of ['A table for two, please', card]) {
        await composer.fill(words);
        await composer.press('Enter');
        await phone.getByRole('log').getByText(words).first().waitFor();
      }
      const agent = acme.users.find(({ role }) => role === 'agent')!;
      const { page, errors } = await visitAs(browser, `${system.url}/inbox`, agent, viewport);
      await page.locator('[data-row]').filter({ hasText: card }).first().click();
      const log = page.getByRole('log');
      await log.getByText(card).waitFor({ timeout: 20_000 });

      const own = (words: string) => phone.getByRole('article').filter({ hasText: words });
      await own('A table for two').hover();
      await own('A table for two').getByRole('button', { name: 'Reply, edit or delete' }).click();
      await phone.getByRole('button', { name: 'Edit', exact: true }).click();
      await phone.getByRole('textbox', { name: 'New words of the message' }).fill('A table for three, please');
      if (PICTURES) await phone.screenshot({ path: `${PICTURES}/${name}-phone-edit.png` });
      await phone.getByRole('button', { name: 'Save' }).click();
      await log.getByText('A table for three, please').waitFor({ timeout: 20_000 });
      await own(card).hover();
      await own(card).getByRole('button', { name: 'Reply, edit or delete' }).click();
      await phone.getByRole('button', { name: 'Delete for everyone' }).click();
      await phone.getByText('You deleted this message').waitFor();
      await log.getByText('Deleted by the customer').waitFor({ timeout: 20_000 });
      expect(await log.getByText(card).count()).toBe(0);
      await log.getByText('Edited', { exact: true }).click();
      await log.getByText('A table for two, please').waitFor();
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        if (PICTURES) await page.screenshot({ path: `${PICTURES}/${name}-${colorScheme}.png` });
        // On a phone the page of a conversation has no heading of the first order; what is new has to be without findings.
        expect((await findings(page)).filter((found) => !found.startsWith('page-has-heading-one'))).toEqual([]);
      }
      if (PICTURES) await phone.screenshot({ path: `${PICTURES}/${name}-phone.png` });
      expect(errors).toEqual([]);
      await page.context().close();
      await phone.close();
    },
    90_000,
  );
});
