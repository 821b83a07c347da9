import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Browser } from 'playwright-core';
import { exampleCall } from '../services/dashboard/src/pages/api-keys/example-call.js';
import { atRest, findings, visitAs } from './browser.js';
import { SCREENS, startChromium } from './chromium.js';
import { eventually, System, type DemoTenant } from './system.js';

type DemoOutlet = DemoTenant['outlets'][number];

/** Runs a call as a person would who pastes it into a terminal. @returns HTTP status and body */
async function inTerminal(call: string): Promise<{ status: number; body: string }> {
  const { stdout } = await promisify(execFile)('sh', ['-c', `${call} -sS -w '\n%{http_code}'`]);
  const end = stdout.lastIndexOf('\n');
  return { status: Number(stdout.slice(end + 1)), body: stdout.slice(0, end) };
}

describe('what a company does for itself', () => {
  let system: System;
  let browser: Browser;

  beforeAll(async () => {
    system = await System.start({ LOGIN_RATE_PER_MINUTE: '1000' });
    browser = await startChromium();
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await system?.destroy();
  }, 60_000);

  const ownerOf = (slug: string) => system.tenant(slug).users.find((user) => user.role === 'owner')!;
  const tokenOf = async (slug: string): Promise<string> => {
    const { email, password } = ownerOf(slug);
    return system.signIn(email, password);
  };

  it('chooses its time zone in a form, which leaves alone what its programs keep there', async () => {
    const token = await tokenOf('beta-store');
    const { id } = system.tenant('beta-store');
    const path = `/tenants/${id}`;
    await system.api(path, { as: token, method: 'PUT', body: { settings: { crm: 'own' } } });
    const { page, errors } = await visitAs(browser, `${system.url}/settings`, ownerOf('beta-store'), SCREENS[0]![1]);
    await page.getByLabel('Time zone').selectOption('America/Lima');
    await page.getByRole('button', { name: 'Save changes' }).click();
    await eventually(async () => {
      const { body } = await system.api<{ settings: unknown }>(path, { as: token });
      expect(body.settings).toEqual({ crm: 'own', timezone: 'America/Lima' });
    });
    await page.reload();
    expect(await page.getByLabel('Time zone').inputValue()).toBe('America/Lima');
    expect([await findings(page), errors]).toEqual([[], []]);
    await page.context().close();
  });

  describe('the demo', () => {
    it.each(SCREENS)('on %s: a press on the sign-in page fills in the form, and the password is right', async (_, viewport) => {
      const page = await (await browser.newContext({ viewport, locale: 'en-GB' })).newPage();
      await page.goto(`${system.url}/sign-in`);
      const company = page.getByRole('group', { name: 'Beta Store' });
      await company.getByRole('button', { name: 'Agent' }).click();
      expect(await page.getByLabel('E-mail address').inputValue()).toBe('agent@beta-store.example');
      expect(await findings(page)).toEqual([]);
      await page.getByRole('button', { name: 'Sign in', exact: true }).click();
      await page.getByRole('button', { name: /^Account of/ }).waitFor({ timeout: 20_000 });
      await page.context().close();
    });

    it.each(SCREENS)('on %s: a company that registers gets a number with one press, and the phone writes to it', async (name, viewport) => {
      const n = SCREENS.findIndex(([screen]) => screen === name);
      const page = await (await browser.newContext({ viewport, locale: 'en-GB' })).newPage();
      await page.goto(`${system.url}/register`);
      await page.getByLabel('Company name').fill(`Florist ${n}`);
      await page.getByLabel('Your name').fill('Flor');
      await page.getByLabel('Work e-mail address').fill(`flor${n}@florist.example`);
      await page.getByLabel('Password', { exact: true }).fill('three red tulips');
      await page.getByRole('button', { name: 'Create company' }).click();
      await page.getByRole('heading', { name: /Flor/ }).waitFor({ timeout: 20_000 });

      await page.goto(`${system.url}/outlets`);
      await page.getByRole('button', { name: 'Get a demo number' }).click();
      const card = page.getByRole('article', { name: `Florist ${n}` });
      await card.getByText('Active', { exact: true }).waitFor();
      expect(await findings(page)).toEqual([]);
      const phone = (await page.getByRole('link', { name: 'Open the phone' }).getAttribute('href'))!;
      expect(phone.startsWith(system.simulatorUrl)).toBe(true);
      const phoneNumberId = new URL(phone).searchParams.get('number')!;
      await system.simulator('messages', { phoneNumberId, from: `1555050900${n}`, type: 'text', text: { body: 'Do you have peonies?' } });
      const token = await system.signIn(`flor${n}@florist.example`, 'three red tulips');
      await eventually(async () => {
        const { body } = await system.api<{ items: { id: string }[] }>('/conversations', { as: token });
        expect(body.items).toHaveLength(1);
        const messages = await system.api<{ items: { text: string }[] }>(`/conversations/${body.items[0]!.id}/messages`, { as: token });
        expect(messages.body.items[0]).toMatchObject({ text: 'Do you have peonies?' });
      });
      await page.context().close();
    });

    it('is over where the dashboard has an address for others', async () => {
      const elsewhere = await System.start({ PUBLIC_URL: 'https://chat.example' });
      try {
        expect((await elsewhere.api('/demo')).status).toBe(404);
        const [acme] = elsewhere.demo.tenants;
        expect((await elsewhere.api('/demo/outlets', { as: acme, method: 'POST' })).status).toBe(404);
      } finally {
        await elsewhere.destroy();
      }
    }, 120_000);
  });

  describe('a number', () => {
    const said = 'WhatsApp said: (#190) Invalid OAuth access token - Cannot parse access token';

    it.each(SCREENS)('on %s: with a bad token is refused in WhatsApp’s own words, and green only while it works', async (_, viewport) => {
      const [{ phoneNumberId, wabaId }] = system.tenant('acme-corp').outlets as [DemoOutlet];
      const { page, errors } = await visitAs(browser, `${system.url}/outlets`, ownerOf('beta-store'), viewport);
      const card = page.getByRole('article', { name: 'Beta Store' });
      await card.getByText('Active', { exact: true }).waitFor();
      await card.getByText('Healthy', { exact: true }).waitFor();

      await page.getByRole('button', { name: 'Connect number' }).first().click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('Name', { exact: true }).fill('Not ours');
      await dialog.getByLabel('Phone number', { exact: true }).fill('+1 555 010 1001');
      await dialog.getByLabel('Phone number id').fill(phoneNumberId);
      await dialog.getByLabel('WhatsApp Business account id').fill(wabaId);
      await dialog.getByLabel('Access token').fill('EAAbad-token-0123456789');
      await dialog.getByRole('button', { name: 'Connect number' }).click();
      await dialog.getByText(said).waitFor();
      expect(await dialog.textContent()).not.toContain('EAAbad-token');
      expect(await findings(page)).toEqual([]);
      await dialog.getByRole('button', { name: 'Cancel' }).click();
      await dialog.waitFor({ state: 'hidden' });
      expect(await page.getByRole('article', { name: 'Not ours' }).count()).toBe(0);

      await system.simulator('faults', { tokenExpired: true });
      await card.getByRole('button', { name: 'Check with WhatsApp' }).click();
      await card.getByText('Active, check failed').waitFor();
      await card.getByText('WhatsApp said: (#190/463)', { exact: false }).first().waitFor();
      expect(await findings(page)).toEqual([]);
      await system.simulator('faults', { reset: true });
      await card.getByRole('button', { name: 'Check with WhatsApp' }).click();
      await card.getByText('Active', { exact: true }).waitFor();
      expect(errors).toEqual([]);
      await page.context().close();
    });
  });

  describe('a new API key', () => {
    it.each(SCREENS)('on %s: stands with a call that works, and the dialog asks before the key is lost', async (_, viewport) => {
      const { page, errors } = await visitAs(browser, `${system.url}/api-keys`, ownerOf('acme-corp'), viewport);
      await page.getByRole('button', { name: 'Create key' }).first().click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('Name', { exact: true }).fill('Shop');
      await dialog.getByRole('button', { name: 'Create key' }).click();
      const call = dialog.getByTestId('api-call');
      await call.waitFor();

      // Nothing of it is cut off or has to be scrolled to.
      expect(await call.evaluate((box) => box.scrollWidth <= box.clientWidth)).toBe(true);
      const key = (await dialog.getByTestId('api-key').textContent())!;
      const line = (await call.textContent())!;
      expect(line).toContain(key);
      expect(await inTerminal(line)).toMatchObject({ status: 202, body: expect.stringContaining('"id"') });
      expect(await findings(page)).toEqual([]);

      const question = page.getByRole('alertdialog', { name: 'Close without the key?' });
      for (const leave of [
        () => page.keyboard.press('Escape'),
        () => page.mouse.click(5, 5),
        () => dialog.getByRole('button', { name: 'Close', exact: true }).click(),
      ]) {
        await leave();
        await question.waitFor();
        expect(await findings(page)).toEqual([]);
        await question.getByRole('button', { name: 'Back to the key' }).click();
        await question.waitFor({ state: 'detached' });
        // What fades out still takes keys and clicks.
        await atRest(page);
        expect(await dialog.getByTestId('api-key').textContent()).toBe(key);
      }

      await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
      await dialog.getByRole('button', { name: 'Copy call' }).click();
      await dialog.getByText('Copied').waitFor();
      expect(await inTerminal(await page.evaluate<string>('navigator.clipboard.readText()'))).toMatchObject({ status: 202 });
      await dialog.getByRole('button', { name: 'Copy key' }).click();
      await expect(page.evaluate<string>('navigator.clipboard.readText()')).resolves.toBe(key);
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'hidden' });
      expect(errors).toEqual([]);
      await page.context().close();
    });

    it('is rotated: both secrets work until the former one is ended', async () => {
      const { page, errors } = await visitAs(browser, `${system.url}/api-keys`, ownerOf('beta-store'), SCREENS[1]![1]);
      const { id } = system.tenant('beta-store');
      const body = { name: 'Till', scopes: ['conversations:read'] };
      const token = await tokenOf('beta-store');
      const made = await system.api<{ key: string }>(`/tenants/${id}/api-keys`, { as: token, body });
      await page.reload();
      const works = async (key: string) => (await system.api('/conversations', { headers: { 'x-api-key': key } })).status;
      const rotate = async (goesOn: string): Promise<string> => {
        await page.getByRole('button', { name: 'Rotate Till' }).click();
        const dialog = page.getByRole('dialog');
        await dialog.getByLabel('The present key goes on for').selectOption({ label: goesOn });
        expect(await findings(page)).toEqual([]);
        await dialog.getByRole('button', { name: 'Rotate', exact: true }).click();
        const key = (await dialog.getByTestId('api-key').textContent())!;
        await dialog.getByRole('button', { name: 'Copy call' }).waitFor();
        await dialog.getByRole('button', { name: 'I have saved it' }).click();
        await dialog.waitFor({ state: 'hidden' });
        return key;
      };
      const second = await rotate('a day');
      await page.getByText(/_… goes on until/).waitFor();
      expect([await works(made.body.key), await works(second)]).toEqual([200, 200]);
      const third = await rotate('not at all: it ends now');
      await eventually(async () => expect(await Promise.all([made.body.key, second, third].map(works))).toEqual([401, 401, 200]));
      expect(errors).toEqual([]);
      await page.context().close();
    });

    it('whatever its scope is, the call that is shown works', async () => {
      const token = await tokenOf('acme-corp');
      const { id, outlets } = system.tenant('acme-corp');
      const document = (await (await fetch(`${system.url}/api/docs-json`)).json()) as {
        components: { schemas: { CreateApiKeyDto: { properties: { scopes: { items: { enum: string[] } } } } } };
      };
      const scopes = document.components.schemas.CreateApiKeyDto.properties.scopes.items.enum;
      expect(scopes.length).toBeGreaterThan(15);
      const failed: string[] = [];
      for (const scope of scopes) {
        for (const outletId of [outlets[0]!.id, undefined]) {
          const { body } = await system.api<{ key: string }>(`/tenants/${id}/api-keys`, {
            as: token,
            body: { name: scope, scopes: [scope] },
          });
          const { lines } = exampleCall({ origin: system.url, key: body.key, scopes: [scope], outletId });
          const { status } = await inTerminal(lines.join(' \\\n  '));
          if (status >= 300) failed.push(`${scope}: ${status} for ${lines.at(-1)}`);
        }
      }
      expect(failed).toEqual([]);
    });
  });
});
