import type { Browser, Page } from 'playwright-core';
import { findings } from './browser.js';
import { SCREENS, startChromium } from './chromium.js';
import { eventually, System } from './system.js';

describe('people and their sign-ins', () => {
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

  const look = async (page: Page, name: string): Promise<void> => {
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/${name}.png`, fullPage: true });
  };
  const owner = () => system.demo.tenants[0]!.users.find(({ role }) => role === 'owner')!;
  const signedIn = async (viewport: { width: number; height: number }, colorScheme: 'light' | 'dark' = 'light', locale = 'en-GB') => {
    const context = await browser.newContext({ viewport, locale, colorScheme });
    const page = await context.newPage();
    await page.goto(`${system.url}/sign-in`);
    await page.locator('input[type=email]').fill(owner().email);
    await page.locator('input[type=password]').fill(owner().password);
    await page.locator('button[type=submit]').click();
    await page.waitForURL(`${system.url}/`);
    return page;
  };

  it.each(SCREENS)(
    'on %s: an invitation link is copied, and the mail is sent again',
    async (_, viewport) => {
      const page = await signedIn(viewport);
      const email = `new-${viewport.width}@acme.example`;
      await page.goto(`${system.url}/team`);
      await page.getByRole('button', { name: 'Invite' }).first().click();
      await page.getByRole('dialog').getByLabel('E-mail address').fill(email);
      await page.getByRole('dialog').getByRole('button', { name: 'Send invitation' }).click();
      await page.getByRole('button', { name: `Copy link of the invitation of ${email}` }).click();
      const field = page.getByRole('dialog').getByLabel('Link');
      await field.waitFor();
      expect(await findings(page)).toEqual([]);
      await look(page, `link-${viewport.width}`);
      const link = await field.inputValue();
      await page.keyboard.press('Escape');
      const guest = await browser.newContext({ locale: 'en-GB' });
      const accept = await guest.newPage();
      await accept.goto(link);
      await accept.getByRole('button', { name: 'Accept invitation' }).waitFor();
      await page.getByRole('button', { name: `Send again the invitation of ${email}` }).click();
      await page.getByText(`A new link is on its way to ${email}`).first().waitFor();
      await look(page, `team-${viewport.width}`);
      expect(await findings(page)).toEqual([]);
      await accept.reload();
      await accept.getByText('This invitation is no longer valid').waitFor();
      await guest.close();
      await page.context().close();
    },
    120_000,
  );

  it.each(SCREENS)(
    'on %s: a person sees where they are signed in, and signs out there',
    async (_, viewport) => {
      const here = await signedIn(viewport, 'dark');
      const there = await signedIn(viewport);
      await here.goto(`${system.url}/account`);
      const list = here.getByRole('list', { name: 'Where you are signed in' });
      await list.getByText('This device').waitFor();
      expect(await findings(here)).toEqual([]);
      await look(here, `account-${viewport.width}`);
      const others = list.getByRole('button', { name: /^Sign out Chrome/ });
      const before = await others.count();
      expect(before).toBeGreaterThan(0);
      await others.first().click();
      await eventually(async () => expect(await others.count()).toBe(before - 1));
      await eventually(
        async () => {
          await there.reload();
          expect(await there.getByRole('button', { name: 'Sign in', exact: true }).count()).toBe(1);
        },
        { timeoutMs: 20_000 },
      );
      const spanish = await signedIn(viewport, 'light', 'es-ES');
      await spanish.goto(`${system.url}/account`);
      await spanish.getByText('Este dispositivo').waitFor();
      await look(spanish, `cuenta-${viewport.width}`);
      await spanish.context().close();
      await there.context().close();
      await here.context().close();
    },
    120_000,
  );
});
