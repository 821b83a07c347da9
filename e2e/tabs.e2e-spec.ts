import type { Browser, BrowserContext, Page } from 'playwright-core';
import { startChromium } from './chromium.js';
import { System } from './system.js';

describe('tabs of one browser', () => {
  let system: System;
  let browser: Browser;
  let context: BrowserContext;

  beforeAll(async () => {
    system = await System.start();
    browser = await startChromium();
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await system?.destroy();
  }, 60_000);
  beforeEach(async () => {
    context = await browser.newContext({ locale: 'en-GB' });
  });
  afterEach(async () => context.close());

  const open = async (path = '/'): Promise<Page> => {
    const page = await context.newPage();
    await page.goto(`${system.url}${path}`);
    return page;
  };
  const signedIn = (page: Page) => page.getByRole('button', { name: /^Account of/ }).waitFor({ timeout: 20_000 });
  const atTheDoor = (page: Page) => page.getByRole('button', { name: 'Sign in', exact: true }).waitFor({ timeout: 20_000 });
  const signIn = async (page: Page, slug: string): Promise<void> => {
    const { email, password } = system.tenant(slug).users.find(({ role }) => role === 'owner')!;
    await page.getByLabel('E-mail address').fill(email);
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await signedIn(page);
  };

  it('share a sign-in, keep it however often they reload at once, and end it together', async () => {
    const [one, waiting] = [await open('/team'), await open('/outlets')];
    await Promise.all([one, waiting].map(atTheDoor));
    await signIn(one, system.demo.tenants[0]!.slug);
    // Whoever waited at the door comes to where they were going.
    await signedIn(waiting);
    await waiting.waitForURL('**/outlets');
    const two = await open('/team');
    await signedIn(two);

    // Every other time while the first refresh is under way.
    for (let round = 0; round < 12; round += 1) {
      await Promise.all([one, two].map((page) => page.reload({ waitUntil: round % 2 ? 'domcontentloaded' : 'load' })));
    }
    await Promise.all([one, two].map(signedIn));
    const third = await open('/account');
    await signedIn(third);

    await one.getByRole('button', { name: /^Account of/ }).click();
    await one.getByRole('menuitem', { name: 'Sign out' }).click();
    await Promise.all([one, two, third, waiting].map(atTheDoor));
    await two.reload();
    await atTheDoor(two);
    expect(await two.evaluate('Object.keys(localStorage)')).not.toContain('chasqui.session');
  }, 120_000);

  it('keep it where the browser has no locks', async () => {
    await context.addInitScript(`Object.defineProperty(navigator, 'locks', { value: undefined })`);
    const one = await open();
    await signIn(one, system.demo.tenants[1]!.slug);
    const two = await open();
    await signedIn(two);
    for (let round = 0; round < 6; round += 1) {
      await Promise.all([one, two].map((page) => page.reload()));
      await Promise.all([one, two].map(signedIn));
    }
  }, 120_000);

  it('show one person: who signs in as somebody else leaves nothing of the last one in another tab', async () => {
    const [first, second] = system.demo.tenants;
    const one = await open('/team');
    await signIn(one, first!.slug);
    const two = await open('/team');
    await two
      .getByText(first!.users.find(({ role }) => role === 'owner')!.email)
      .first()
      .waitFor();
    await one.getByRole('button', { name: /^Account of/ }).click();
    await one.getByRole('menuitem', { name: 'Sign out' }).click();
    await atTheDoor(two);
    await signIn(one, second!.slug);
    await signedIn(two);
    await two.goto(`${system.url}/team`);
    await two
      .getByText(second!.users.find(({ role }) => role === 'owner')!.email)
      .first()
      .waitFor();
    expect(await two.getByText(first!.users[0]!.email).count()).toBe(0);
  }, 120_000);
});
