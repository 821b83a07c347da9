import { request as httpRequest } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { SCREENS, startChromium } from './chromium.js';
import { System } from './system.js';

/** Bytes over the network until a page can be used. */
const MAX_INBOX_BYTES = 250 * 1024;

describe('the first load', () => {
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

  /** The answer as it comes over the wire. */
  const get = (path: string, headers: Record<string, string> = {}) =>
    new Promise<{ headers: Record<string, unknown>; body: Buffer }>((resolve, reject) => {
      const asked = httpRequest(`${system.url}${path}`, { headers }, (answer) => {
        const parts: Buffer[] = [];
        answer.on('data', (part: Buffer) => parts.push(part));
        answer.on('end', () => resolve({ headers: answer.headers, body: Buffer.concat(parts) }));
      });
      asked.on('error', reject).end();
    });

  /** What a page that was opened has fetched: paths, and the bytes of scripts and styles. */
  const watch = async (page: Page) => {
    const network = await page.context().newCDPSession(page);
    await network.send('Network.enable');
    const paths = new Map<string, string>();
    const fetched = { paths: [] as string[], bytes: 0 };
    network.on('Network.responseReceived', ({ requestId, response }) => {
      const { pathname } = new URL(response.url);
      if (/\.(js|css)$/.test(pathname)) paths.set(requestId, pathname);
    });
    network.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      const path = paths.get(requestId);
      if (path === undefined) return;
      fetched.paths.push(path);
      fetched.bytes += encodedDataLength;
    });
    return fetched;
  };

  it('of the inbox takes at most 250 KB of scripts and styles, and of the sign-in page none of the inbox', async () => {
    const page = await (await browser.newContext({ viewport: SCREENS[0]![1] })).newPage();
    const fetched = await watch(page);
    await page.goto(`${system.url}/sign-in?to=%2Finbox`);
    await page.getByLabel('E-mail address').waitFor();
    expect(fetched.paths.filter((path) => /inbox|shell|live/.test(path))).toEqual([]);
    const agent = system.tenant('acme-corp').users.find((user) => user.role === 'agent')!;
    await page.getByLabel('E-mail address').fill(agent.email);
    await page.getByLabel('Password', { exact: true }).fill(agent.password);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByRole('button', { name: /^Account of/ }).waitFor({ timeout: 20_000 });
    await page.getByRole('searchbox').first().waitFor();
    expect(fetched.paths.some((path) => path.includes('inbox'))).toBe(true);
    expect(fetched.bytes).toBeGreaterThan(50 * 1024);
    expect(fetched.bytes).toBeLessThanOrEqual(MAX_INBOX_BYTES);
  }, 60_000);

  it('gets the files of the dashboard in the coding that the browser accepts', async () => {
    const page = (await get('/')).body.toString();
    const script = /src="(\/assets\/[^"]+\.js)"/.exec(page)![1]!;
    const plain = await get(script);
    expect(plain.headers['content-encoding']).toBeUndefined();
    const brotli = await get(script, { 'accept-encoding': 'gzip, deflate, br, zstd' });
    expect([brotli.headers['content-encoding'], brotli.headers.vary]).toEqual(['br', expect.stringContaining('Accept-Encoding')]);
    expect(brotliDecompressSync(brotli.body).equals(plain.body)).toBe(true);
    const gzip = await get(script, { 'accept-encoding': 'br;q=0, gzip;q=0.5' });
    expect(gzip.headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(gzip.body).equals(plain.body)).toBe(true);
    const none = await get(script, { 'accept-encoding': 'zstd' });
    expect([none.headers['content-encoding'], none.body.equals(plain.body)]).toEqual([undefined, true]);
  });
});
