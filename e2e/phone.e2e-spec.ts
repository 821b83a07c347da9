import type { Browser } from 'playwright-core';
import { SCREENS, startChromium } from './chromium.js';
import { System } from './system.js';

describe('the phone in the browser', () => {
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

  it.each(SCREENS)(
    'on %s: a customer asks, sees that it was read, and reads the answer',
    async (name, viewport) => {
      const page = await browser.newPage({ viewport });
      const errors: string[] = [];
      page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
      page.on('pageerror', (error) => errors.push(error.message));
      const contact = `1555040000${SCREENS.findIndex(([screen]) => screen === name)}`;
      await page.goto(`${system.simulatorUrl}/?number=${system.tenant('acme-corp').outlets[0]!.phoneNumberId}&contact=${contact}`);
      const composer = page.getByRole('textbox', { name: /message/i }).first();
      await composer.fill('How long does standard shipping take?');
      await composer.press('Enter');
      await page.getByText('3 to 5 business days').first().waitFor({ timeout: 20_000 });
      await page.getByText('How long does standard shipping take?').first().waitFor();
      expect(errors).toEqual([]);
      await page.close();
    },
    60_000,
  );
});
