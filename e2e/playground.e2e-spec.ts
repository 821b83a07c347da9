import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright-core';
import { collected, serverSent } from '#testing';
import { findings, visitAs, type Visit } from './browser.js';
import { SCREENS, startChromium } from './chromium.js';
import { eventually, System, type DemoTenant } from './system.js';

const SOON = { timeout: 20_000 };
const QUESTION = 'How long does standard shipping take?';
/** How the second sentence, which the model has begun when it pauses, becomes true. */
const EXPRESS = 'ress shipping takes 1 business day and costs 19 dollars [1].';
const ANSWER = 'Standard shipping takes 3 to 5 business days.';

const chunk = (text: string, finish: string | null = null): string =>
  `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', created: 1, model: 'test', choices: [{ index: 0, delta: text ? { content: text } : {}, finish_reason: finish }] })}\n\n`;
const END = `${chunk('', 'stop')}data: {"id":"c","object":"chat.completion.chunk","choices":[],"usage":{"prompt_tokens":812,"completion_tokens":40}}\n\ndata: [DONE]\n\n`;

describe('a question that is tried', () => {
  let system: System;
  let browser: Browser;
  let model: Server;
  let acme: DemoTenant;
  let beta: DemoTenant;
  /** Answers of the model that are being written. */
  const open = new Set<ServerResponse>();

  beforeAll(async () => {
    model = createServer((request, response) => {
      request.resume();
      request.on('end', () => {
        open.add(response.writeHead(200, { 'content-type': 'text/event-stream' }));
        response.on('close', () => open.delete(response));
        response.write(chunk(`${ANSWER.replace('.', ' [1].')} Exp`));
      });
    });
    await new Promise<void>((resolve) => model.listen(0, '127.0.0.1', resolve));
    system = await System.start({
      OPENAI_API_KEY: 'sk-test-not-a-real-key',
      OPENAI_BASE_URL: `http://127.0.0.1:${(model.address() as AddressInfo).port}/v1`,
      OPENAI_TIMEOUT_MS: '60000',
      OPENAI_STALL_TIMEOUT_MS: '60000',
    });
    [acme, beta] = [system.tenant('acme-corp'), system.tenant('beta-store')];
    browser = await startChromium();
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await system?.destroy();
    model?.closeAllConnections();
    model?.close();
  }, 60_000);

  const finish = async (text: string): Promise<void> => {
    await eventually(() => expect(open.size).toBe(1));
    for (const response of open) response.end(chunk(text) + END);
    await eventually(() => expect(open.size).toBe(0));
  };
  const post = (tenant: DemoTenant, body: object, signal?: AbortSignal) =>
    fetch(`${system.url}/api/v1/llm/answers`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-api-key': tenant.apiKey, 'accept-encoding': 'gzip, br' },
      body: JSON.stringify(body),
      ...(signal ? { signal } : {}),
    });

  it('comes through the gateway as the model writes it, and counts for the plan', async () => {
    const response = await post(acme, { question: QUESTION });
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/event-stream; charset=utf-8']);
    expect(response.headers.get('content-encoding')).toBeNull();
    const events = serverSent(response);
    // The model has not finished: whoever waits for the whole answer would see nothing yet.
    expect((await events.next()).value).toEqual({ event: 'token', data: { text: ANSWER } });
    expect(open.size).toBe(1);
    await finish('ress takes 1 day [7].');
    expect((await collected(events)).at(-1)).toMatchObject({
      event: 'done',
      data: { outcome: 'handoff', reason: 'ungrounded_answer', text: '', usage: { promptTokens: 812, completionTokens: 40 } },
    });
    await eventually(async () => {
      const { body } = await system.api(`/tenants/${acme.id}/usage/stats`, { as: acme });
      expect(body).toMatchObject({ promptTokens: 812, completionTokens: 40 });
    });
  }, 60_000);

  it('is no question of another tenant’s knowledge', async () => {
    const [base] = acme.knowledgeBases;
    const response = await post(beta, { question: QUESTION, knowledgeBaseId: base!.id });
    expect([response.status, await response.json()]).toMatchObject([404, { code: 'not_found' }]);
  });

  it('stops the model when the caller leaves', async () => {
    const leave = new AbortController();
    const events = serverSent(await post(acme, { question: QUESTION }, leave.signal));
    await events.next();
    expect(open.size).toBe(1);
    leave.abort();
    await expect(events.next()).rejects.toThrow();
    await eventually(() => expect(open.size).toBe(0));
  }, 60_000);

  const sawAll = async ({ page, errors }: Visit): Promise<void> => {
    expect(await findings(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth <= document.documentElement.clientWidth')).toBe(true);
    expect(errors).toEqual([]);
  };
  const shot = async ({ page }: Visit, name: string): Promise<void> => {
    const folder = process.env.SCREENSHOTS;
    if (folder) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
  };

  it.each(SCREENS)(
    'on %s: an agent sees what is found, what is said as it is written, and why',
    async (name, viewport) => {
      const agent = acme.users.find(({ role }) => role === 'agent')!;
      const visit = await visitAs(browser, `${system.url}/playground`, agent, viewport);
      const { page } = visit;
      await page.getByText('Nothing asked yet').waitFor(SOON);
      await shot(visit, `playground-${name}-empty`);
      await sawAll(visit);

      await page.getByLabel('Question of a customer').fill(QUESTION);
      await page.getByRole('button', { name: 'Ask' }).click();
      await page.getByText('Writing…').waitFor(SOON);
      await page.getByText(ANSWER, { exact: true }).waitFor(SOON);
      await page
        .getByText(/of the words/)
        .first()
        .waitFor(SOON);
      await shot(visit, `playground-${name}-writing`);
      await sawAll(visit);
      await finish('');
      // What the model had begun is no sentence of the knowledge.
      await page.getByText('The assistant would hand over to a person').waitFor(SOON);
      await page.getByText(/A customer would see nothing of that/).waitFor(SOON);
      expect(await page.getByText(ANSWER, { exact: true }).count()).toBe(0);
      await shot(visit, `playground-${name}-handoff`);
      await sawAll(visit);

      await page.getByRole('button', { name: 'Ask' }).click();
      await page.getByText(ANSWER, { exact: true }).waitFor(SOON);
      await finish(EXPRESS);
      await page.getByText('The assistant would answer this').waitFor(SOON);
      await page.getByText('Used in the answer').waitFor(SOON);
      await shot(visit, `playground-${name}-answer`);
      await sawAll(visit);

      await page.getByLabel('Question of a customer').fill('Hello');
      await page.keyboard.press('Enter');
      await page.getByText('The assistant would answer this').waitFor(SOON);
      await page.getByText('The question needed no search.').waitFor(SOON);

      await page.emulateMedia({ colorScheme: 'dark' });
      await page.evaluate(`localStorage.setItem('chasqui.language', 'es')`);
      await page.reload();
      await page.getByLabel('Pregunta de un cliente').fill(QUESTION);
      await page.getByRole('button', { name: 'Preguntar' }).click();
      await page.getByText(ANSWER, { exact: true }).waitFor(SOON);
      await page.getByRole('button', { name: 'Detener' }).click();
      await page.getByText(/Detenido/).waitFor(SOON);
      await eventually(() => expect(open.size).toBe(0));
      await shot(visit, `playground-${name}-dark-stopped`);
      await sawAll(visit);
    },
    120_000,
  );

  it('is refused beyond 120 a minute of a company, and others go on', async () => {
    const statuses = await Promise.all(Array.from({ length: 125 }, async () => (await post(beta, { question: 'Hello' })).status));
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThanOrEqual(1);
    expect(new Set(statuses)).toEqual(new Set([200, 429]));
    expect((await post(acme, { question: 'Hello' })).status).toBe(200);
  }, 60_000);
});
