import type { Browser } from 'playwright-core';
import type { RunningService } from '#service-kit';
import type { Infrastructure } from '#testing';
import { SCREENS, startChromium } from '../../../e2e/chromium.js';
import { startGateway, startWorld } from './gateway-world.js';

describe('the reference page', () => {
  let infra: Infrastructure;
  let gateway: RunningService;
  let browser: Browser;

  beforeAll(async () => {
    infra = await startWorld();
    // The documents of the project itself.
    gateway = await startGateway(infra, { OPENAPI_DIR: 'docs/openapi' });
    browser = await startChromium();
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await gateway?.close();
    await infra?.stop();
  }, 30_000);

  it.each(SCREENS)(
    'shows the whole API on %s, complains of nothing and asks nobody else',
    async (name, viewport) => {
      const page = await browser.newPage({ viewport });
      const complaints: string[] = [];
      const elsewhere: string[] = [];
      page.on('console', (message) => ['error', 'warning'].includes(message.type()) && complaints.push(message.text()));
      page.on('pageerror', (error) => complaints.push(error.message));
      page.on('request', (request) => {
        if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(gateway.url)) elsewhere.push(request.url());
      });
      await page.goto(`${gateway.url}/redoc`);
      await page.getByRole('heading', { name: 'Chasqui' }).first().waitFor();
      for (const heading of ['Sign-in', 'Sign in with e-mail and password', 'Messages', 'Send a message']) {
        // A heading's name for machines has its link in front.
        await page.locator('h1, h2, h3', { hasText: heading }).first().waitFor({ timeout: 10_000 });
      }
      if (name === 'a desktop') {
        const search = page.getByPlaceholder(/search/i).first();
        await search.fill('audit');
        await page
          .getByRole('search')
          .getByText(/Who changed what/)
          .first()
          .waitFor();
      }
      if (process.env.SCREENSHOTS) await page.screenshot({ path: `${process.env.SCREENSHOTS}/redoc-${viewport.width}.png` });
      expect({ complaints, elsewhere }).toEqual({ complaints: [], elsewhere: [] });
      await page.close();
    },
    60_000,
  );
});
