import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { Secret, TOTP } from 'otpauth';
import { findings } from './browser.js';
import { SCREENS, startChromium } from './chromium.js';
import { eventually, System, type DemoTenant } from './system.js';

const SOON = { timeout: 20_000 };
const STEP_MS = 30_000;

/** An authenticator app. No code works twice, so each is of a later step than the one before; one that is a step away still holds. */
class App {
  #last = 0;

  constructor(private readonly secret: string) {}

  async code(): Promise<string> {
    const step = await eventually(
      () => {
        const now = Math.floor(Date.now() / STEP_MS);
        const next = Math.max(this.#last + 1, now - 1);
        // The last moment of a step may be over when the code arrives.
        expect(next === now - 1 && Date.now() % STEP_MS > STEP_MS - 5_000).toBe(false);
        expect(next).toBeLessThanOrEqual(now + 1);
        return next;
      },
      { timeoutMs: 90_000, everyMs: 500 },
    );
    this.#last = step;
    return TOTP.generate({ secret: Secret.fromBase32(this.secret), timestamp: step * STEP_MS });
  }
}

describe('two-factor sign-in', () => {
  let system: System;
  let browser: Browser;
  let acme: DemoTenant;

  beforeAll(async () => {
    system = await System.start({ LOGIN_RATE_PER_MINUTE: '1000' });
    acme = system.tenant('acme-corp');
    browser = await startChromium();
  }, 180_000);
  afterEach(async () => {
    await Promise.all(browser.contexts().map((context) => context.close()));
  });
  afterAll(async () => {
    await browser?.close();
    await system?.destroy();
  }, 60_000);

  const look = async (page: Page, name: string): Promise<void> => {
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/${name}.png`, fullPage: true });
  };
  const clean = async (page: Page): Promise<void> => expect(await findings(page)).toEqual([]);
  /** On a desktop and on a phone, light and dark; then as it was. */
  async function cleanInEveryLook(page: Page, name: string): Promise<void> {
    const before = page.viewportSize()!;
    for (const [, viewport] of SCREENS) {
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.setViewportSize(viewport);
        await page.emulateMedia({ colorScheme });
        await page.locator(`html[data-theme=${colorScheme}]`).waitFor(SOON);
        await clean(page);
        const overflow = await page.evaluate<boolean>('document.documentElement.scrollWidth > document.documentElement.clientWidth');
        expect([name, viewport.width, overflow]).toEqual([name, viewport.width, false]);
        await look(page, `${name}-${viewport.width}-${colorScheme}`);
      }
    }
    await page.setViewportSize(before);
    await page.emulateMedia({ colorScheme: null });
  }
  /** A member of the company, whom nobody else is. */
  async function member(name: string, role = 'agent'): Promise<{ email: string; password: string; id: string }> {
    const { email, password } = system.demo.superadmin;
    const person = { email: `${name}@acme.example`, name, password: 'correct horse battery', role };
    const root = await system.signIn(email, password);
    const { body } = await system.api<{ id: string }>(`/tenants/${acme.id}/users`, { method: 'POST', as: root, body: person });
    return { ...person, id: body.id };
  }
  async function open(screen: number, colorScheme: 'light' | 'dark' = 'light', locale = 'en-GB'): Promise<Page> {
    const context = await browser.newContext({ viewport: SCREENS[screen]![1], locale, colorScheme });
    return context.newPage();
  }
  async function enter(page: Page, { email, password }: { email: string; password: string }): Promise<void> {
    await page.goto(`${system.url}/sign-in`);
    await page.locator('input[type=email]').fill(email);
    await page.locator('input[type=password]').fill(password);
    await page.locator('button[type=submit]').click();
  }
  const inside = (page: Page) => page.getByRole('button', { name: /^Account of/ }).waitFor(SOON);
  const secretOn = async (page: Page) => (await page.getByTestId('two-factor-secret').innerText(SOON)).replaceAll(/\s/g, '');
  const codesOn = (page: Page) => page.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem').allInnerTexts();
  async function signOut(page: Page): Promise<void> {
    await page.getByRole('button', { name: /^Account of/ }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByLabel('E-mail address').waitFor(SOON);
  }

  it.each([0, 1])(
    'is turned on in the account, asked for at the sign-in, opened by a code and by a recovery code, and turned off (screen %i)',
    async (screen) => {
      const person = await member(`ana${screen}`);
      const page = await open(screen, screen === 0 ? 'light' : 'dark');
      await enter(page, person);
      await inside(page);
      await page.goto(`${system.url}/account`);
      await page.getByRole('heading', { name: 'Two-factor sign-in' }).waitFor(SOON);
      await page.getByRole('button', { name: 'Turn on', exact: true }).click(SOON);
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('Password', { exact: true }).fill('not the password');
      await dialog.getByRole('button', { name: 'Continue' }).click();
      await dialog.getByText('The current password is wrong').waitFor(SOON);
      await clean(page);
      await dialog.getByLabel('Password', { exact: true }).fill(person.password);
      await dialog.getByRole('button', { name: 'Continue' }).click();
      const app = new App(await secretOn(page));
      await dialog.getByRole('img', { name: 'QR code for your authenticator app' }).waitFor(SOON);
      await look(page, `scan-${screen}`);
      await clean(page);
      await dialog.getByLabel('Code of the app').fill('000000');
      await dialog.getByRole('button', { name: 'Turn on' }).click();
      await dialog.getByText(/The code is wrong/).waitFor(SOON);
      await dialog.getByLabel('Code of the app').fill(await app.code());
      await dialog.getByRole('button', { name: 'Turn on' }).click();
      await dialog.getByRole('heading', { name: 'Keep your recovery codes' }).waitFor(SOON);
      const codes = await codesOn(page);
      expect(codes).toHaveLength(10);
      if (screen === 0) await cleanInEveryLook(page, 'codes');
      const [file] = await Promise.all([page.waitForEvent('download'), dialog.getByRole('button', { name: 'Download' }).click()]);
      const saved = readFileSync(await file.path(), 'utf8');
      for (const code of codes) expect(saved).toContain(code);
      await dialog.getByRole('button', { name: 'I have kept them' }).click();
      await page.getByText('Recovery codes left: 10').waitFor(SOON);
      if (screen === 0) await cleanInEveryLook(page, 'account');
      await signOut(page);

      await enter(page, person);
      const code = page.getByLabel('Code of the app');
      await code.waitFor(SOON);
      expect(await code.getAttribute('autocomplete')).toBe('one-time-code');
      await eventually(async () => expect(await page.locator(':focus').getAttribute('autocomplete')).toBe('one-time-code'));
      if (screen === 0) await cleanInEveryLook(page, 'step');
      await code.fill('123456');
      await page.keyboard.press('Enter');
      await page.getByText(/The code is wrong/).waitFor(SOON);
      await clean(page);
      await page.getByRole('button', { name: 'Back' }).click();
      await page.getByLabel('E-mail address').waitFor(SOON);
      expect(await page.getByLabel('E-mail address').inputValue()).toBe(person.email);
      await page.locator('button[type=submit]').click();
      await code.fill(await app.code());
      await page.keyboard.press('Enter');
      await inside(page);
      await signOut(page);

      await enter(page, person);
      await page.getByRole('button', { name: 'Use a recovery code' }).click(SOON);
      await page.getByLabel('Recovery code').fill(codes[0]!.toUpperCase());
      await look(page, `recovery-${screen}`);
      await clean(page);
      await page.locator('button[type=submit]').click();
      await inside(page);
      await page.goto(`${system.url}/account`);
      await page.getByText('Recovery codes left: 9').waitFor(SOON);
      await page.getByRole('button', { name: 'New recovery codes' }).click();
      await page.getByRole('dialog').getByLabel('Code of the app, or a recovery code').fill(codes[1]!);
      await clean(page);
      await page.getByRole('dialog').getByRole('button', { name: 'Make new codes' }).click();
      await page.getByRole('dialog').getByRole('list', { name: 'Recovery codes' }).waitFor(SOON);
      const renewed = await codesOn(page);
      expect(renewed.filter((each) => codes.includes(each))).toEqual([]);
      await page.getByRole('dialog').getByRole('button', { name: 'I have kept them' }).click();
      await page.getByRole('button', { name: 'Turn off' }).click();
      await page.getByRole('dialog').getByLabel('Code of the app, or a recovery code').fill(renewed[0]!);
      await look(page, `off-${screen}`);
      await clean(page);
      await page.getByRole('dialog').getByRole('button', { name: 'Turn off' }).click();
      await page.getByRole('button', { name: 'Turn on', exact: true }).waitFor(SOON);
      await signOut(page);
      await enter(page, person);
      await inside(page);
    },
    240_000,
  );

  it('is asked of everybody by an owner: a colleague at work is led to it, and goes on where they were', async () => {
    const [owner, agent] = [await member('olga', 'owner'), await member('alex')];
    const [boss, colleague] = [await open(0), await open(1, 'dark')];
    await enter(boss, owner);
    await inside(boss);
    await enter(colleague, agent);
    await inside(colleague);
    await colleague.goto(`${system.url}/contacts`);
    await colleague.getByRole('heading', { name: 'Contacts' }).first().waitFor(SOON);

    await boss.goto(`${system.url}/settings`);
    const rule = boss.getByRole('checkbox', { name: 'Everybody needs two-factor sign-in' });
    await rule.waitFor(SOON);
    expect(await rule.isDisabled()).toBe(true);
    await clean(boss);
    await look(boss, 'rule-own-first');
    await boss.getByRole('link', { name: 'To your account' }).click();
    await boss.getByRole('button', { name: 'Turn on', exact: true }).click(SOON);
    await boss.getByRole('dialog').getByLabel('Password', { exact: true }).fill(owner.password);
    await boss.getByRole('dialog').getByRole('button', { name: 'Continue' }).click();
    const own = new App(await secretOn(boss));
    await boss.getByLabel('Code of the app').fill(await own.code());
    await boss.getByRole('dialog').getByRole('button', { name: 'Turn on' }).click();
    await boss.getByRole('button', { name: 'I have kept them' }).click(SOON);
    await boss.goto(`${system.url}/settings`);
    await rule.click(SOON);
    await clean(boss);
    await boss.getByRole('alertdialog').getByRole('button', { name: 'Ask it of everybody' }).click();
    await boss.getByText('From now on everybody needs two-factor sign-in').first().waitFor(SOON);
    await cleanInEveryLook(boss, 'rule');

    await colleague.reload();
    await colleague.getByRole('heading', { name: 'Turn on two-factor sign-in' }).waitFor(SOON);
    await look(colleague, 'needed-1');
    await clean(colleague);
    // No page of the company opens before.
    await colleague.goto(`${system.url}/team`);
    await colleague.getByRole('heading', { name: 'Turn on two-factor sign-in' }).waitFor(SOON);
    await colleague.getByLabel('Password', { exact: true }).fill(agent.password);
    await colleague.getByRole('button', { name: 'Continue' }).click();
    const app = new App(await secretOn(colleague));
    await colleague.getByLabel('Code of the app').fill(await app.code());
    await colleague.getByRole('button', { name: 'Turn on' }).click();
    await colleague.getByRole('list', { name: 'Recovery codes' }).waitFor(SOON);
    await clean(colleague);
    await look(colleague, 'needed-codes-1');
    await colleague.getByRole('button', { name: 'I have kept them' }).click();
    await colleague.getByRole('heading', { name: 'Team' }).first().waitFor(SOON);

    // The others are asked at their next sign-in, in their language; API keys go on.
    const viewer = acme.users.find(({ role }) => role === 'viewer')!;
    const next = await open(0, 'dark', 'es-ES');
    await enter(next, viewer);
    await next.getByRole('heading', { name: 'Active la verificación en dos pasos' }).waitFor(SOON);
    await cleanInEveryLook(next, 'needed-es');
    expect((await system.api('/conversations', { as: acme })).status).toBe(200);

    await boss.goto(`${system.url}/team`);
    const reset = boss.getByRole('button', { name: 'Reset the two-factor sign-in of alex' });
    await reset.waitFor(SOON);
    await cleanInEveryLook(boss, 'team');
    await reset.click();
    await look(boss, 'team-reset');
    await clean(boss);
    await boss.getByRole('alertdialog').getByRole('button', { name: 'Reset' }).click();
    await boss.getByText('The two-factor sign-in of alex was reset').first().waitFor(SOON);
    await clean(boss);
    await look(boss, 'team-0');
    await eventually(
      async () => {
        await colleague.reload();
        expect(await colleague.getByLabel('E-mail address').count()).toBe(1);
      },
      { timeoutMs: 20_000 },
    );
    await enter(colleague, agent);
    await colleague.getByRole('heading', { name: 'Turn on two-factor sign-in' }).waitFor(SOON);

    await boss.goto(`${system.url}/settings`);
    await rule.click(SOON);
    await boss.getByText('Two-factor sign-in is up to each person again').first().waitFor(SOON);
    await colleague.reload();
    await inside(colleague);
  }, 240_000);
});
