import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { atRest } from './browser.js';
import { SCREENS, startChromium } from './chromium.js';
import { eventually, System } from './system.js';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const INBOX = ['/', '/inbox', '/inbox/settings', '/inbox/settings/teams', '/inbox/settings/labels', '/inbox/settings/canned', '/contacts'];
const SENDING = ['/send', '/outbox', '/numbers', '/holds', '/privacy'];
const COMPANY = [
  '/knowledge',
  '/assistant',
  '/playground',
  '/outlets',
  '/team',
  '/api-keys',
  '/branding',
  '/audit',
  '/settings',
  '/plan',
  '/costs',
  '/account',
];
const PAGES = [...INBOX, ...SENDING, ...COMPANY];

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
  const signIn = async (page: Page, { email, password }: { email: string; password: string }): Promise<void> => {
    await page.getByLabel('E-mail address').fill(email);
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByRole('button', { name: /^Account of/ }).waitFor({ timeout: 20_000 });
  };

  /** The link of the newest mail to this address, as a path of the dashboard. */
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
        .filter((mail) => mail.includes(`To: ${address}`));
      const link = /https?:\/\/\S+\/(?:invite|reset|confirm)\?token=[\w.~-]+/.exec(mails.at(-1) ?? '')?.[0];
      expect(link).toBeDefined();
      return new URL(link!).pathname + new URL(link!).search;
    });

  const ownerOf = (slug: string) => system.tenant(slug).users.find((user) => user.role === 'owner')!;

  const axe = async (page: Page): Promise<string[]> => {
    // Colours are judged as they come to rest, not while a dialog fades in.
    await atRest(page);
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
    'on %s: a stranger registers a company, confirms the address, invites a colleague, connects a number, and a program uses its key',
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
      // Nobody writes to strangers through us from an address that may be a stranger's.
      await dialog.getByText(/Confirm first that/).waitFor();
      expect(await axe(page)).toEqual([]);
      await page.goto(`${system.url}${await linkTo(owner.email)}`);
      await page.getByText('Your address is confirmed').waitFor();
      expect(await axe(page)).toEqual([]);
      await page.goto(`${system.url}/team`);
      await page.getByRole('button', { name: 'Invite' }).first().click();
      await dialog.getByLabel('E-mail address').fill(`omar${n}@kiosk.example`);
      await dialog.getByRole('button', { name: 'Send invitation' }).click();
      await page.getByText(`omar${n}@kiosk.example`).first().waitFor();

      const guest = await visit(await linkTo(`omar${n}@kiosk.example`), viewport);
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
    'on %s: a number says why it is not in use (waiting, refused, resting), and is confirmed at the press of a button',
    async (name, viewport) => {
      const n = SCREENS.findIndex(([screen]) => screen === name);
      const { tenant, owner } = { tenant: system.tenant('beta-store'), owner: ownerOf('beta-store') };
      const connect = async (label: string, number: number): Promise<string> => {
        const digits = `60${n}00000000${number}`;
        const body = {
          name: label,
          phoneNumberId: digits,
          wabaId: `1${digits}`,
          displayPhoneNumber: '+1 555 010 4004',
          accessToken: `EAAtoken-${digits}`,
        };
        const answer = await system.api<{ id: string }>('/outlets', { as: tenant, body });
        expect(answer).toMatchObject({ status: 201, body: { status: 'active' } });
        return answer.body.id;
      };
      const states = [
        [
          'Waiting shop',
          `confirmation = 'waiting', confirmation_problem = 'whatsapp_unavailable', routes_from = null, ask_at = now() + interval '1 hour'`,
        ],
        ['Refused shop', `confirmation = 'refused', confirmation_problem = 'whatsapp_token_invalid', routes_from = null`],
        ['Resting shop', `routes_from = now() + interval '23 hours'`],
      ] as const;
      for (const [index, [label, state]] of states.entries()) {
        await system.query(`update tenant.outlets set ${state} where id = $1`, [await connect(label, index)]);
      }
      const { page, errors } = await visit('/outlets', viewport);
      await signIn(page, owner);
      await page.goto(`${system.url}/outlets`);
      const card = (label: string) => page.getByRole('article', { name: label });
      await card('Waiting shop').getByText('WhatsApp has not confirmed yet that this number is yours').waitFor();
      await card('Waiting shop').getByText('WhatsApp could not be reached.', { exact: false }).waitFor();
      await card('Waiting shop').getByText('We ask WhatsApp again', { exact: false }).waitFor();
      await card('Refused shop').getByText('WhatsApp does not confirm that this number is yours').waitFor();
      await card('Refused shop').getByText('WhatsApp does not know this access token.', { exact: false }).waitFor();
      await card('Resting shop').getByText('This number is yours and rests until', { exact: false }).waitFor();
      expect(await axe(page)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth <= document.documentElement.clientWidth')).toBe(true);
      for (const label of ['Waiting shop', 'Refused shop']) {
        await card(label).getByRole('button', { name: 'Ask WhatsApp again' }).click();
        await card(label).getByText('Active', { exact: true }).waitFor();
        await card(label).getByRole('button', { name: 'Check with WhatsApp' }).waitFor();
      }
      expect(errors).toEqual([]);
      for (const { id, name: label } of (await system.api<{ items: { id: string; name: string }[] }>('/outlets', { as: tenant })).body
        .items) {
        if (label.endsWith('shop')) await system.api(`/outlets/${id}`, { as: tenant, method: 'DELETE' });
      }
      await page.context().close();
    },
    60_000,
  );

  it.each(SCREENS)(
    'on %s: every page opens for an owner, without a serious accessibility finding',
    async (_name, viewport) => {
      const { page, errors } = await visit('/sign-in', viewport);
      await page.getByRole('button', { name: 'Sign in', exact: true }).waitFor({ timeout: 20_000 });
      const found: Record<string, string[]> = { '/sign-in': await axe(page) };
      await signIn(page, ownerOf('acme-corp'));
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

  it.each(SCREENS)(
    'on %s: whoever saves over another’s change sees both and chooses',
    async (name, viewport) => {
      const acme = system.tenant('acme-corp');
      const token = await system.signIn(ownerOf(acme.slug).email, ownerOf(acme.slug).password);
      const config = `/tenants/${acme.id}/llm-config`;
      const elsewhere = (tone: string) => system.api(config, { as: token, method: 'PUT', body: { tone, language: 'en' } });
      const tone = async () => (await system.api<{ tone: string }>(config, { as: token })).body.tone;
      const { page, errors } = await visit('/sign-in', viewport);
      await signIn(page, ownerOf(acme.slug));
      await page.goto(`${system.url}/assistant`);
      await page.getByRole('textbox', { name: 'Language' }).fill('klingon!');
      await page.getByRole('button', { name: 'Save changes' }).click();
      await page.getByText('Must be a language tag, such as en, es or pt-BR').waitFor();
      await page.getByRole('textbox', { name: 'Language' }).fill('en');

      const dialog = page.getByRole('dialog', { name: 'Somebody changed this meanwhile' });
      await page.getByLabel('Tone').fill(`mine on ${name}`);
      await elsewhere('theirs');
      await page.getByRole('button', { name: 'Save changes' }).click();
      await dialog.getByText('theirs', { exact: true }).waitFor();
      await dialog.getByText(`mine on ${name}`).waitFor();
      expect(await axe(page)).toEqual([]);
      expect(await tone()).toBe('theirs');
      // Changed once more while one thinks: that is not overwritten unseen.
      await elsewhere('a third');
      await dialog.getByRole('button', { name: 'Overwrite with mine' }).click();
      await dialog.getByText('a third', { exact: true }).waitFor();
      expect(await tone()).toBe('a third');
      await dialog.getByRole('button', { name: 'Overwrite with mine' }).click();
      await dialog.waitFor({ state: 'detached' });
      expect(await tone()).toBe(`mine on ${name}`);

      await page.getByLabel('Tone').fill('given up');
      await elsewhere('friendly');
      await page.getByRole('button', { name: 'Save changes' }).click();
      await dialog.getByRole('button', { name: 'Take theirs' }).click();
      await dialog.waitFor({ state: 'detached' });
      expect(await page.getByLabel('Tone').inputValue()).toBe('friendly');
      // What was taken is what the next save is of.
      await page.getByLabel('Tone').fill('friendly and short');
      await page.getByRole('button', { name: 'Save changes' }).click();
      await eventually(async () => expect(await tone()).toBe('friendly and short'));
      expect(errors).toEqual([]);
      await page.context().close();
    },
    120_000,
  );

  it.each(SCREENS)(
    'on %s: the last owner of a company stays, and it says why',
    async (_name, viewport) => {
      const { page, errors } = await visit('/sign-in', viewport);
      await signIn(page, system.demo.superadmin);
      await page.goto(`${system.url}/tenants`);
      await page.getByRole('button', { name: 'Open Beta Store' }).click();
      await page.getByRole('heading', { name: /^Hello/ }).waitFor();
      await page.goto(`${system.url}/team`);
      const role = page.getByLabel('Role of Amara Okafor');
      await role.selectOption('admin');
      await page.getByRole('alert').getByText('A company keeps at least one owner.').waitFor();
      await eventually(async () => expect(await role.inputValue()).toBe('owner'));
      expect(await axe(page)).toEqual([]);
      await page.getByRole('button', { name: 'Remove Amara Okafor from the team' }).click();
      const dialog = page.getByRole('alertdialog');
      await dialog.getByRole('button', { name: 'Remove' }).click();
      await dialog.getByText('A company keeps at least one owner.').waitFor();
      await dialog.getByRole('button', { name: 'Cancel' }).click();
      await page.getByText('owner@beta-store.example').waitFor();
      expect(errors).toEqual([]);
      await page.context().close();
    },
    60_000,
  );

  it.each(SCREENS)(
    'on %s: a colleague who has an account elsewhere stands under the invitations, and joins the team by accepting',
    async (name, viewport) => {
      const [email, path] = [`known-${name.slice(2)}@acme.example`, `/tenants/${system.tenant('acme-corp').id}/users`];
      const { email: root, password } = system.demo.superadmin;
      const person = { email, name: `Noa of ${name}`, password: 'seven yellow lanterns', role: 'viewer' };
      expect((await system.api(path, { as: await system.signIn(root, password), body: person })).status).toBe(201);
      const { page, errors } = await visit('/sign-in', viewport);
      await signIn(page, ownerOf('beta-store'));
      await page.goto(`${system.url}/team`);
      const people = page.getByRole('region', { name: 'Members' });
      await people.getByText('owner@beta-store.example').waitFor();
      await page.getByRole('button', { name: 'Invite' }).first().click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('E-mail address').fill(email);
      await dialog.getByRole('button', { name: 'Send invitation' }).click();
      await page.getByRole('region', { name: 'Open invitations' }).getByText(email).waitFor();
      expect(await people.getByText(email).count()).toBe(0);
      expect(await axe(page)).toEqual([]);
      const guest = await visit(await linkTo(email), viewport);
      await guest.page.getByText('Beta Store').first().waitFor();
      await guest.page.getByRole('button', { name: 'Accept invitation' }).click();
      await guest.page.getByText('You are in the team now').waitFor();
      await page.reload();
      await people.getByText(email).waitFor();
      expect([...errors, ...guest.errors]).toEqual([]);
      await guest.page.context().close();
      await page.context().close();
    },
    60_000,
  );

  it('a person changes name and password of their own, which ends their other sign-ins, and signs out everywhere', async () => {
    const person = { email: 'pia@kiosk.example', password: 'seven yellow lanterns' };
    await system.api('/auth/register', { body: { ...person, tenantName: 'Pia', name: 'Pia' } });
    const other = await system.api<{ refreshToken: string }>('/auth/login', { body: person });
    const { page, errors } = await visit('/sign-in', SCREENS[0][1]);
    await signIn(page, person);
    await page.goto(`${system.url}/account`);
    await page.getByText('Not confirmed').waitFor();
    await page.getByLabel('Your name').fill('Pia María');
    await page.getByRole('button', { name: 'Save changes' }).click();
    await page.getByRole('button', { name: 'Account of Pia María' }).waitFor();
    await page.getByRole('combobox', { name: 'Language' }).selectOption('es');
    await page.getByRole('heading', { name: 'Su cuenta' }).waitFor();
    await page.getByRole('combobox', { name: 'Idioma' }).selectOption('en');

    await page.getByLabel('Current password').fill('not the password');
    await page.getByLabel('New password').fill('eight yellow lanterns');
    await page.getByRole('button', { name: 'Change password' }).click();
    await page.getByText('The current password is wrong.').waitFor();
    await page.getByLabel('Current password').fill(person.password);
    await page.getByRole('button', { name: 'Change password' }).click();
    await page.getByText('Your password was changed').waitFor();
    const refresh = (refreshToken: string) => system.api('/auth/refresh', { body: { refreshToken } });
    expect((await refresh(other.body.refreshToken)).status).toBe(401);
    // This one goes on.
    await page.reload();
    await page.getByRole('heading', { name: 'Your account' }).waitFor();

    const again = await system.api<{ refreshToken: string }>('/auth/login', {
      body: { email: person.email, password: 'eight yellow lanterns' },
    });
    await page.getByRole('button', { name: 'Sign out everywhere' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Sign out everywhere' }).click();
    await page.getByText('You are signed out.').waitFor();
    expect((await refresh(again.body.refreshToken)).status).toBe(401);
    // Another person in the same tab, of another company.
    await signIn(page, ownerOf('acme-corp'));
    await page.getByText('Acme Corp').first().waitFor();
    expect(errors).toEqual([]);
    await page.context().close();
  }, 60_000);
});
