import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium, type Browser, type Page } from 'playwright-core';
import { System } from './system.js';

describe('the phone in the browser', () => {
  let system: System;
  let browser: Browser;

  beforeAll(async () => {
    system = await System.start();
    browser = await chromium.launch({
      executablePath: chromiumPath(),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    });
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await system?.destroy();
  }, 60_000);

  const open = async (viewport: { width: number; height: number }, contact: string): Promise<{ page: Page; errors: string[] }> => {
    const page = await browser.newPage({ viewport });
    const errors: string[] = [];
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
    page.on('pageerror', (error) => errors.push(error.message));
    await page.goto(`${system.simulatorUrl}/?number=${system.tenant('acme-corp').outlets[0]!.phoneNumberId}&contact=${contact}`);
    return { page, errors };
  };

  it.each([
    ['a desktop', { width: 1440, height: 900 }, '15550400001'],
    ['a phone', { width: 390, height: 844 }, '15550400002'],
  ])(
    'on %s: a customer asks and reads the answer',
    async (_name, viewport, contact) => {
      const { page, errors } = await open(viewport, contact);
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

/** Chromium of the machine; installed through apt where that is possible. */
function chromiumPath(): string {
  const find = (): string | undefined =>
    [process.env.CHROMIUM_PATH, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
      (path) => path && existsSync(path),
    );
  const found = find();
  if (found) return found;
  execFileSync(
    'sh',
    ['-c', 'apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium'],
    { stdio: 'ignore' },
  );
  const installed = find();
  if (!installed) throw new Error('Browser tests need Chromium: install it, or set CHROMIUM_PATH.');
  return installed;
}
