import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { SCREENS, startChromium } from './chromium.js';
import { eventually, System } from './system.js';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const PAGES = ['/', '/conversations', '/knowledge', '/outlets', '/team', '/api-keys', '/branding', '/audit'];

describe('the dashboard', () => {
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

  /** A browser of its own: nobody is signed in. */
  const visit = async (path: string, viewport: { width: number; height: number }): Promise<{ page: Page; errors: string[] }> => {
    const context = await browser.newContext({ viewport, locale: 'en-GB', bypassCSP: false });
    const page = await context.newPage();
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    page.on(
      'console',
      (message) => message.type() === 'error' && /Content Security Policy|React/.test(message.text()) && errors.push(message.text()),
    );
    await page.goto(`${system.url}${path}`);
    return { page, errors };
  };

  /** The link of the newest mail to this address. */
  const linkTo = (address: string): Promise<string> =>
    eventually(() => {
      const folder = join(system.dataDir, 'mail');
      const mails = readdirSync(folder)
        .sort()
        .map((file) =>
          readFileSync(join(folder, file), 'utf8')
            .replaceAll(/=\r?\n/g, '')
            .replaceAll('=3D', '='),
        )
        .filter((mail) => mail.includes(address));
      const link = /https?:\/\/\S+\/(?:invite|reset)\?token=[\w.~-]+/.exec(mails.at(-1) ?? '')?.[0];
      expect(link).toBeDefined();
      return link!;
    });

  const axe = async (page: Page): Promise<string[]> => {
    // By the debugger, past the page's own policy, which rightly refuses a foreign script.
    await page.evaluate(AXE);
    return page.evaluate(async () => {
      const { violations } = await (
        globalThis as unknown as { axe: { run(): Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }> } }
      ).axe.run();
      return violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 120)).join(' | ')}`);
    });
  };

  it.each(SCREENS)(
    'on %s: a stranger registers a company, invites a colleague, connects a number, and a program uses its key',
    async (name, viewport) => {
      const n = SCREENS.findIndex(([screen]) => screen === name);
      const owner = { email: `nina${n}@kiosk.example`, password: 'three green bicycles' };
      const { page, errors } = await visit('/register', viewport);
      await page.getByLabel('Company name').fill(`Kiosk ${n}`);
      await page.getByLabel('Your name').fill('Nina');
      await page.getByLabel('Work e-mail address').fill(owner.email);
      await page.getByLabel('Password', { exact: true }).fill('short');
      await page.getByRole('button', { name: 'Create company' }).click();
      // What is wrong stands beside the field.
      await page
        .getByText(/at least 10 characters|longer than or equal to 10/i)
        .first()
        .waitFor();
      await page.getByLabel('Password', { exact: true }).fill(owner.password);
      await page.getByRole('button', { name: 'Create company' }).click();
      await page.getByRole('heading', { name: /Nina/ }).waitFor({ timeout: 20_000 });

      await page.goto(`${system.url}/team`);
      await page.getByRole('button', { name: 'Invite' }).first().click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('E-mail address').fill(`omar${n}@kiosk.example`);
      await dialog.getByRole('button', { name: 'Send invitation' }).click();
      await page.getByText(`omar${n}@kiosk.example`).first().waitFor();

      const guest = await visit(
        new URL(await linkTo(`omar${n}@kiosk.example`)).pathname + new URL(await linkTo(`omar${n}@kiosk.example`)).search,
        viewport,
      );
      await guest.page.getByLabel('Your name').fill('Omar');
      await guest.page.getByLabel('Password', { exact: true }).fill('another long password');
      await guest.page.getByRole('button', { name: 'Accept invitation' }).click();
      await guest.page.getByText(`Kiosk ${n}`).first().waitFor();
      await guest.page.context().close();

      await page.goto(`${system.url}/outlets`);
      await page.getByRole('button', { name: 'Connect number' }).first().click();
      await page.getByRole('dialog').getByLabel('Name', { exact: true }).fill('Main kiosk');
      await page.getByRole('dialog').getByLabel('Phone number', { exact: true }).fill('+1 555 010 3003');
      await page.getByRole('dialog').getByLabel('Phone number id').fill(`77700000000000${n}`);
      await page.getByRole('dialog').getByLabel('WhatsApp Business account id').fill(`88800000000000${n}`);
      await page.getByRole('dialog').getByLabel('Access token').fill('EAA-not-a-real-token-0123456789');
      await page
        .getByRole('dialog')
        .getByRole('button', { name: /connect/i })
        .click();
      await page.getByText('Main kiosk').first().waitFor();

      await page.goto(`${system.url}/api-keys`);
      await page.getByRole('button', { name: 'Create key' }).first().click();
      await page.getByRole('dialog').getByLabel('Name', { exact: true }).fill('Website');
      await page.getByRole('dialog').getByLabel('Read WhatsApp numbers').check();
      await page.getByRole('dialog').getByRole('button', { name: 'Create key' }).click();
      await page.getByText('Copy your key now').waitFor();
      const key = await page
        .getByRole('dialog')
        .getByText(/^ck_live_\S+$/)
        .first()
        .textContent();
      const { status, body } = await system.api<{ items: { name: string }[] }>('/outlets', { headers: { 'x-api-key': key ?? '' } });
      expect(status).toBe(200);
      expect(body.items.map((outlet) => outlet.name)).toEqual(['Main kiosk']);
      expect(errors).toEqual([]);
      await page.context().close();
    },
    120_000,
  );

  it.each(SCREENS)(
    'on %s: every page opens for an owner, without a serious accessibility finding',
    async (_name, viewport) => {
      const { email, password } = system.tenant('acme-corp').users.find((user) => user.role === 'owner')!;
      const { page, errors } = await visit('/sign-in', viewport);
      const found: Record<string, string[]> = { '/sign-in': await axe(page) };
      await page.getByLabel('E-mail address').fill(email);
      await page.getByLabel('Password', { exact: true }).fill(password);
      await page.getByRole('button', { name: 'Sign in', exact: true }).click();
      await page.getByRole('heading', { level: 1 }).waitFor();
      for (const path of PAGES) {
        await page.goto(`${system.url}${path}`);
        await page.getByRole('heading', { level: 1 }).waitFor({ timeout: 20_000 });
        await page.waitForLoadState('networkidle');
        found[path] = await axe(page);
      }
      expect(found).toEqual(Object.fromEntries(['/sign-in', ...PAGES].map((path) => [path, []])));
      expect(errors).toEqual([]);
      await page.context().close();
    },
    120_000,
  );
});
