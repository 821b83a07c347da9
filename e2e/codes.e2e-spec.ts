import type { Browser } from 'playwright-core';
import { findings, visitAs } from './browser.js';
import { SCREENS, startChromium } from './chromium.js';
import { eventually, System, type DemoTenant } from './system.js';

const SOON = { timeout: 20_000 };
const WAIT = { timeoutMs: 30_000 };

interface Sent {
  id: string;
  expiresAt: string;
  resendAt: string;
}

describe('one-time codes, from the API to the phone and back', () => {
  let system: System;
  let browser: Browser;

  beforeAll(async () => {
    system = await System.start({ LOG_LEVEL: 'trace' });
    browser = await startChromium();
  }, 240_000);
  afterEach(async () => {
    await Promise.all(browser.contexts().map((context) => context.close()));
  });
  afterAll(async () => {
    await browser?.close();
    await system?.destroy();
  }, 60_000);

  const send = (tenant: DemoTenant, phone: string, purpose = 'login') =>
    system.api<Sent>('/otp/send', { as: tenant, body: { phone, purpose } });
  const verify = (tenant: DemoTenant, phone: string, code: string, purpose = 'login') =>
    system.api<{ verified?: boolean; code?: string; attemptsLeft?: number }>('/otp/verify', { as: tenant, body: { phone, purpose, code } });
  /** What the customer's phone shows to copy. */
  const codeOn = (tenant: DemoTenant, customer: string): Promise<string> =>
    eventually(async () => {
      const code = /"code":"(\d{6})"/.exec(JSON.stringify(await system.thread(tenant, customer)))?.[1];
      expect(code).toBeDefined();
      return code!;
    }, WAIT);

  it.each(['acme-corp', 'beta-store'])(
    'works at once for %s: the code is on the phone, right once, and nowhere else',
    async (slug) => {
      const tenant = system.tenant(slug);
      const customer = slug === 'acme-corp' ? '15550910001' : '15550910002';
      const sent = await send(tenant, `+${customer}`);
      expect(sent).toMatchObject({ status: 202, body: { id: expect.any(String) } });
      const code = await codeOn(tenant, customer);
      const wrong = code === '000000' ? '000001' : '000000';
      expect(await verify(tenant, customer, wrong)).toMatchObject({ status: 422, body: { code: 'otp_wrong', attemptsLeft: 4 } });
      expect(await verify(tenant, customer, code)).toMatchObject({ status: 200, body: { verified: true } });
      expect(await verify(tenant, customer, code)).toMatchObject({ status: 422, body: { code: 'otp_spent' } });
      await eventually(async () => {
        const { body } = await system.api<{ state: string; delivery: string }>(`/otp/${sent.body.id}`, { as: tenant });
        expect(body).toMatchObject({ state: 'verified', delivery: expect.stringMatching(/^(delivered|read)$/) });
      }, WAIT);
      // The conversation says that there was one.
      await eventually(async () => {
        const { body } = await system.api<{ items: { id: string; contact: { phone: string } }[] }>('/conversations', { as: tenant });
        const conversation = body.items.find(({ contact }) => contact.phone === customer);
        expect(conversation).toBeDefined();
        const messages = await system.api<{ items: { text: string }[] }>(`/conversations/${conversation!.id}/messages`, { as: tenant });
        expect(messages.body.items.at(-1)).toMatchObject({ text: 'One-time code' });
        expect(JSON.stringify(messages.body)).not.toContain(code);
      }, WAIT);
      // Six digits may be a part of any number; in quotes, stars or behind otp they are the code.
      const spelled = new RegExp(`["*]${code}["*]|otp${code}`);
      expect(system.log).not.toMatch(spelled);
      for (const table of [
        'message_sender.messages',
        'message_sender.outbox',
        'engagement.outbox',
        'conversation.messages',
        'conversation.outbox',
        'conversation.inbox_log',
      ]) {
        await eventually(async () => {
          const rows = await system.query(`select t::text as text from ${table} t where tenant_id = $1`, [tenant.id]);
          expect(rows.filter((row) => spelled.test(JSON.stringify(row).replaceAll('\\', '')))).toEqual([]);
        }, WAIT);
      }
    },
    120_000,
  );

  it.each(SCREENS)(
    'the page sends one, verifies it, shows figures and keeps settings, on %s',
    async (name, viewport) => {
      const acme = system.tenant('acme-corp');
      const customer = name === SCREENS[0][0] ? '15550920001' : '15550930001';
      const admin = acme.users.find(({ role }) => role === 'owner')!;
      const { page, errors } = await visitAs(browser, `${system.url}/codes`, admin, viewport);
      await page.getByRole('heading', { name: 'One-time codes' }).waitFor(SOON);
      await page.getByLabel('Phone number').fill(`+${customer}`);
      await page.getByRole('button', { name: 'Send a code' }).click();
      const code = await codeOn(acme, customer);
      await page.getByText('The message is: delivered').waitFor(SOON);
      await page.getByLabel('Code', { exact: true }).fill(code);
      await page.getByRole('button', { name: 'Verify' }).click();
      await page.getByText('The code is right.').waitFor(SOON);
      await page.getByRole('table', { name: 'By day (UTC)' }).waitFor(SOON);
      await page.getByLabel('Attempts').fill('4');
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByText('Saved', { exact: true }).first().waitFor(SOON);
      expect((await system.api<{ maxAttempts: number }>('/otp/settings', { as: acme })).body.maxAttempts).toBe(4);
      expect(await findings(page)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth <= document.documentElement.clientWidth')).toBe(true);
      expect(errors).toEqual([]);
      if (process.env.SHOTS) {
        for (const scheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme: scheme });
          await page.screenshot({ path: `${process.env.SHOTS}/codes-${viewport.width}-${scheme}.png`, fullPage: true });
        }
      }
    },
    120_000,
  );
});
