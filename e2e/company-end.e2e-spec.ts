import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { findings, visitAs } from './browser.js';
import { SCREENS, startChromium } from './chromium.js';
import { eventually, System } from './system.js';

const SOON = { timeout: 20_000 };

describe('what a company takes with it, and its end', () => {
  let system: System;
  let browser: Browser;

  beforeAll(async () => {
    system = await System.start({ LOGIN_RATE_PER_MINUTE: '1000' });
    browser = await startChromium();
  }, 180_000);
  afterEach(async () => {
    await Promise.all(browser.contexts().map((context) => context.close()));
  });
  afterAll(async () => {
    await browser?.close();
    await system?.destroy();
  }, 60_000);

  const ownerOf = (slug: string) => system.tenant(slug).users.find((user) => user.role === 'owner')!;
  const visit = (slug: string, screen = 0) => visitAs(browser, `${system.url}/settings`, ownerOf(slug), SCREENS[screen]![1]);
  const picture = async (page: Awaited<ReturnType<typeof visit>>['page'], name: string): Promise<void> => {
    if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/${name}.png`, fullPage: true });
  };

  it('an owner asks for an export, sees it come, and downloads it', async () => {
    const { page, errors } = await visit('acme-corp');
    await page.getByText('No exports yet.').waitFor(SOON);
    await picture(page, 'settings-none');
    await page.getByRole('button', { name: 'Export all data' }).click();
    const line = page.getByRole('list', { name: 'Exports' }).getByRole('listitem');
    await line.getByText('Ready').waitFor({ timeout: 60_000 });
    expect(await findings(page)).toEqual([]);
    await picture(page, 'settings-export');
    const [saved] = await Promise.all([page.waitForEvent('download', SOON), line.getByRole('button', { name: /^Download/ }).click()]);
    expect(saved.suggestedFilename()).toMatch(/^acme-corp-[\d-]+\.zip$/);
    const bytes = readFileSync(await saved.path());
    // The names of the entries stand in the archive as they are.
    for (const name of [
      'conversation/messages.ndjson',
      'knowledge/documents.ndjson',
      'tenant/people.ndjson',
      'gateway/api-key-uses.ndjson',
    ]) {
      expect({ name, isIn: bytes.includes(name) }).toEqual({ name, isIn: true });
    }
    await page.getByRole('button', { name: 'Export all data' }).click();
    await page.getByText('You can export the company once a day.').waitFor(SOON);
    expect(errors).toEqual([]);
  });

  it.each(SCREENS)(
    'on %s: an owner has the company deleted by its name and a password, and stops it',
    async (name) => {
      const screen = SCREENS.findIndex(([each]) => each === name);
      const { page, errors } = await visit('beta-store', screen);
      await page.getByRole('button', { name: 'Delete company…' }).click();
      const dialog = page.getByRole('dialog');
      const go = dialog.getByRole('button', { name: 'Delete in 30 days' });
      expect(await go.isDisabled()).toBe(true);
      await dialog.getByLabel(/^Type Beta Store/).fill('beta store');
      await dialog.getByLabel('Your password', { exact: true }).fill('a wrong guess');
      expect(await findings(page)).toEqual([]);
      await picture(page, `delete-dialog-${screen}`);
      await go.click();
      await dialog.getByText(/wrong/i).first().waitFor(SOON);
      await picture(page, `wrong-password-${screen}`);
      await dialog.getByLabel('Your password', { exact: true }).fill(ownerOf('beta-store').password);
      await go.click();
      await page.getByText(/^This company is deleted on/).waitFor(SOON);
      await page.getByText(/^This company is deleted with all its data on/).waitFor(SOON);
      expect(await findings(page)).toEqual([]);
      await picture(page, `delete-scheduled-${screen}`);
      await page.getByRole('button', { name: 'Stop the deletion' }).click();
      await page.getByRole('alertdialog').getByRole('button', { name: 'Stop the deletion' }).click();
      await page.getByRole('button', { name: 'Delete company…' }).waitFor(SOON);
      expect(errors).toEqual([]);
    },
    90_000,
  );

  it('when the days are over nobody can sign in, and no service holds anything of it', async () => {
    const beta = system.tenant('beta-store');
    const owner = ownerOf('beta-store');
    const token = await system.signIn(owner.email, owner.password);
    const asked = await system.api(`/tenants/${beta.id}/deletion`, {
      as: token,
      method: 'POST',
      body: { name: 'Beta Store', password: owner.password },
    });
    expect(asked.status).toBe(202);
    await system.query(
      `update tenant.company_deletions set due_at = now() - interval '1 second', next_at = now() where tenant_id = $1 and state = 'scheduled'`,
      [beta.id],
    );
    await eventually(
      async () => {
        const [row] = await system.query<{ round: number }>(
          `select round from tenant.company_deletions where tenant_id = $1 and state = 'deleting'`,
          [beta.id],
        );
        expect(row).toEqual({ round: 2 });
      },
      { timeoutMs: 60_000 },
    );
    const page = await (await browser.newContext({ viewport: SCREENS[0]![1], locale: 'en-GB' })).newPage();
    await page.goto(`${system.url}/sign-in`);
    await page.getByLabel('E-mail address').fill(owner.email);
    await page.getByLabel('Password', { exact: true }).fill(owner.password);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByRole('alert').first().waitFor(SOON);
    for (const table of [
      'conversation.contacts',
      'knowledge.documents',
      'message_sender.messages',
      'tenant.outlets',
      'tenant.memberships',
      'gateway.webhook_items',
    ]) {
      expect({ table, rows: await system.query(`select from ${table} where tenant_id = $1 limit 1`, [beta.id]) }).toEqual({
        table,
        rows: [],
      });
    }
    // The other company goes on.
    const other = ownerOf('acme-corp');
    expect(await system.signIn(other.email, other.password)).toBeTruthy();
  });
});
