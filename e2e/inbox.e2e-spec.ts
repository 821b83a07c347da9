import { readFileSync } from 'node:fs';
import { createServer as createHttpServer, type Server as HttpServer, type ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { atRest } from './browser.js';
import { SCREENS, startChromium } from './chromium.js';
import { eventually, System, type DemoTenant } from './system.js';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const SOON = { timeout: 20_000 };
/** One red pixel. */
const PICTURE = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGP4z8DwHwAFAAH/iZk9HQAAAABJRU5ErkJggg==', 'base64');
const QUESTION = 'How long does standard shipping take?';

/** A model that answers at once, or writes half a sentence and waits to be told to go on. */
class Model {
  #server: HttpServer | undefined;
  #waiting: (() => void)[] = [];
  isSlow = false;
  url = '';

  async start(): Promise<this> {
    this.#server = createHttpServer((request, response) => {
      request.resume();
      request.on('end', () => this.#answer(response));
    });
    await new Promise<void>((resolve) => this.#server!.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/v1`;
    return this;
  }

  goOn(): void {
    this.isSlow = false;
    for (const go of this.#waiting.splice(0)) go();
  }

  stop(): void {
    this.goOn();
    this.#server?.closeAllConnections();
    this.#server?.close();
  }

  #answer(response: ServerResponse): void {
    const chunk = (content: string, finish: string | null = null): void => {
      const choice = { index: 0, delta: content ? { content } : {}, finish_reason: finish };
      response.write(
        `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', created: 1, model: 'test', choices: [choice] })}\n\n`,
      );
    };
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    chunk('Standard shipping takes ');
    const rest = (): void => {
      chunk('3 to 5 business days [1].');
      chunk('', 'stop');
      response.end('data: [DONE]\n\n');
    };
    if (this.isSlow) this.#waiting.push(rest);
    else rest();
  }
}

/** The line between a browser and the system, which can be cut. */
class Line {
  #server: Server | undefined;
  readonly #open = new Set<Socket>();
  #isCut = false;
  url = '';

  async start(target: string): Promise<this> {
    const port = Number(new URL(target).port);
    this.#server = createServer((near) => {
      if (this.#isCut) return void near.destroy();
      const far = connect(port, '127.0.0.1');
      for (const [one, other] of [
        [near, far],
        [far, near],
      ] as const) {
        this.#open.add(one);
        one.on('error', () => other.destroy());
        one.on('close', () => {
          this.#open.delete(one);
          other.destroy();
        });
        one.pipe(other);
      }
    });
    await new Promise<void>((resolve) => this.#server!.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
    return this;
  }

  cut(): void {
    this.#isCut = true;
    for (const socket of this.#open) socket.destroy();
  }

  mend(): void {
    this.#isCut = false;
  }

  stop(): void {
    this.cut();
    this.#server?.close();
  }
}

describe('the inbox', () => {
  let system: System;
  let browser: Browser;
  let acme: DemoTenant;
  let model: Model;
  let line: Line;
  const contexts: BrowserContext[] = [];

  beforeAll(async () => {
    model = await new Model().start();
    system = await System.start({ OPENAI_API_KEY: 'sk-test-not-a-real-key', OPENAI_BASE_URL: model.url, OPENAI_TIMEOUT_MS: '30000' });
    acme = system.tenant('acme-corp');
    line = await new Line().start(system.url);
    browser = await startChromium();
  }, 180_000);
  afterEach(async () => {
    line.mend();
    model.goOn();
    await Promise.all(contexts.splice(0).map((context) => context.close()));
  });
  afterAll(async () => {
    await browser?.close();
    line?.stop();
    model?.stop();
    await system?.destroy();
  }, 60_000);

  /** A person of the demo tenant in a browser of their own, at their inbox. What they are told stands in `told`. */
  async function atInbox(
    person = 0,
    viewport: { width: number; height: number } = SCREENS[0][1],
    role = 'agent',
  ): Promise<{ page: Page; errors: string[] }> {
    const context = await browser.newContext({ viewport, locale: 'en-GB' });
    contexts.push(context);
    const page = await context.newPage();
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    page.on(
      'console',
      (message) => message.type() === 'error' && /Content Security Policy|React/.test(message.text()) && errors.push(message.text()),
    );
    await page.addInitScript(() => {
      localStorage.setItem('chasqui.notices', JSON.stringify({ desktop: true, sound: false }));
      const told: string[] = [];
      Object.assign(globalThis, {
        told,
        Notification: class {
          static permission = 'granted';
          constructor(title: string) {
            told.push(title);
          }
        },
      });
    });
    const { email, password } = acme.users.filter((user) => user.role === role)[person]!;
    await page.goto(`${line.url}/inbox`);
    await page.getByLabel('E-mail address').fill(email);
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByRole('heading', { name: 'Inbox', level: 1 }).waitFor(SOON);
    return { page, errors };
  }

  const rowOf = (page: Page, customer: string): Locator => page.locator('[data-row]').filter({ hasText: customer });
  const thread = (page: Page): Locator => page.getByRole('log', { name: 'Messages' });
  const composer = (page: Page): Locator => page.getByLabel('Message to the customer');
  const open = async (page: Page, customer: string): Promise<void> => {
    await rowOf(page, customer).click(SOON);
    await thread(page).waitFor(SOON);
  };
  const write = async (page: Page, text: string): Promise<void> => {
    await composer(page).fill(text);
    await composer(page).press('Enter');
  };
  /** The words of the thread as it is shown, one line a message. */
  const shown = (page: Page): Promise<string[]> => thread(page).locator('article > div:first-of-type > p:first-of-type').allTextContents();
  const stored = async (customer: string): Promise<string[]> => {
    const { body } = await system.api<{ items: { id: string }[] }>(`/conversations?phone=${customer}`, { as: acme });
    const messages = await system.api<{ items: { text: string }[] }>(`/conversations/${body.items[0]!.id}/messages?limit=200`, {
      as: acme,
    });
    return messages.body.items.map(({ text }) => text);
  };
  const told = (page: Page): Promise<string[]> => page.evaluate(() => (globalThis as unknown as { told: string[] }).told);
  const axe = async (page: Page): Promise<string[]> => {
    await atRest(page);
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

  it('a question and its answer appear as they happen; who asks for a person is told of; a take-over stops the bot in the middle of a word', async () => {
    const customer = '15550500001';
    const { page, errors } = await atInbox();
    await system.customerWrites(acme, customer, QUESTION);
    await rowOf(page, customer).waitFor(SOON);
    await rowOf(page, customer).getByText('3 to 5 business days').waitFor(SOON);
    await open(page, customer);
    await thread(page).getByText(QUESTION).waitFor(SOON);
    await thread(page).getByText('Standard shipping takes 3 to 5 business days.', { exact: true }).waitFor(SOON);
    await thread(page)
      .getByText('Delivered')
      .first()
      .waitFor({ ...SOON, state: 'attached' });
    await thread(page)
      .getByText(/^Sources:/)
      .click();
    expect(await axe(page)).toEqual([]);

    await page.keyboard.press('Escape');
    await system.customerWrites(acme, customer, 'I want to talk to a human, please.');
    await rowOf(page, customer).getByText('Waiting').waitFor(SOON);
    await eventually(async () => expect(await told(page)).toEqual([expect.stringContaining('waits for a person')]));
    await page.getByRole('button', { name: /^Unassigned/ }).click();
    await rowOf(page, customer).waitFor(SOON);
    await page.getByRole('button', { name: 'All', exact: true }).click();
    // Messages are searchable a few seconds after they were recorded.
    await eventually(async () => {
      const { body } = await system.api<{ items: unknown[] }>('/conversations/search?q=human', { as: acme });
      expect(body.items).not.toEqual([]);
    });
    // Whoever searches goes on typing while the list follows.
    const search = page.getByRole('searchbox', { name: 'Search people and messages' });
    await search.fill('nobody of this name');
    await page.getByText('Nothing found').waitFor(SOON);
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type('human');
    await page.locator('mark').getByText('human').first().waitFor(SOON);
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type(customer);
    await rowOf(page, customer).waitFor(SOON);
    await page.keyboard.press('Escape');
    await eventually(() => expect(new URL(page.url()).search).toBe(''));

    await open(page, customer);
    await page.getByRole('button', { name: 'Take over' }).click();
    await page.getByText('The conversation is yours').waitFor(SOON);
    await write(page, 'Hello, this is a person.');
    await eventually(async () => expect(await system.answers(acme, customer)).toContain('Hello, this is a person.'), { timeoutMs: 20_000 });
    await page.getByRole('button', { name: 'Hand back to the assistant' }).click();
    await page.getByText('The assistant answers again').waitFor(SOON);

    model.isSlow = true;
    await system.customerWrites(acme, customer, 'And how long does standard shipping take to Spain?');
    await page.locator('[data-draft]').getByText('Standard shipping takes').waitFor(SOON);
    await thread(page).getByText('The assistant is writing…').waitFor(SOON);
    await page.getByRole('button', { name: 'Take over' }).click();
    await page.locator('[data-draft]').waitFor({ ...SOON, state: 'detached' });
    model.goOn();
    await write(page, 'To Spain it is a week.');
    await eventually(async () => expect((await system.answers(acme, customer)).at(-1)).toBe('To Spain it is a week.'), {
      timeoutMs: 20_000,
    });
    await page.getByRole('button', { name: 'Hand back to the assistant' }).click();
    await system.customerWrites(acme, customer, QUESTION);
    await eventually(async () => expect((await system.answers(acme, customer)).at(-1)).toContain('3 to 5 business days'), {
      timeoutMs: 20_000,
    });
    const answers = await system.answers(acme, customer);
    expect(answers.filter((text) => text.includes('Standard shipping takes'))).toHaveLength(2);
    await eventually(async () => expect(await shown(page)).toHaveLength((await stored(customer)).length));
    expect(errors).toEqual([]);
  }, 180_000);

  it('what happens while the line is cut is there when it is back, in order, once; what was written meanwhile is sent once', async () => {
    const customer = '15550500002';
    const { page, errors } = await atInbox();
    await system.customerWrites(acme, customer, 'I want to talk to a human, please.');
    await open(page, customer);
    await page.getByRole('button', { name: 'Take over' }).click();
    await page.getByText('The conversation is yours').waitFor(SOON);
    await write(page, 'Before the cut');
    await thread(page).getByText('Before the cut').waitFor(SOON);

    line.cut();
    await page.getByText('Reconnecting…').waitFor(SOON);
    await write(page, 'Written in the dark');
    await thread(page).getByText('Waits for the connection').waitFor(SOON);
    for (const text of ['one', 'two', 'three']) await system.customerWrites(acme, customer, `While away: ${text}`);
    await eventually(async () => expect(await stored(customer)).toContain('While away: three'), { timeoutMs: 20_000 });
    expect(await stored(customer)).not.toContain('Written in the dark');
    line.mend();

    await thread(page).getByText('While away: three').waitFor({ timeout: 40_000 });
    await thread(page).getByText('Waits for the connection').waitFor({ timeout: 40_000, state: 'detached' });
    await page.getByText('Reconnecting…').waitFor({ ...SOON, state: 'detached' });
    await system.customerWrites(acme, customer, 'And live again');
    await thread(page).getByText('And live again').waitFor(SOON);
    const texts = await stored(customer);
    expect(texts.filter((text) => text === 'Written in the dark')).toHaveLength(1);
    expect(new Set(texts).size).toBe(texts.length);
    await eventually(async () => expect(await shown(page)).toEqual(texts));
    expect((await system.answers(acme, customer)).filter((text) => text === 'Written in the dark')).toHaveLength(1);
    expect(errors).toEqual([]);
  }, 180_000);

  it('of two who take the same conversation one gets it, and the other is told who', async () => {
    const customer = '15550500003';
    const [first, second] = [await atInbox(0), await atInbox(0, SCREENS[0][1], 'owner')];
    await system.customerWrites(acme, customer, 'I want to talk to a human, please.');
    await open(first.page, customer);
    await open(second.page, customer);
    await first.page.getByRole('button', { name: 'Take over' }).waitFor(SOON);
    await second.page.getByRole('button', { name: 'Take over' }).waitFor(SOON);
    await Promise.all([first, second].map(({ page }) => page.getByRole('button', { name: 'Take over' }).click()));
    await eventually(
      async () => {
        const outcomes = await Promise.all([first, second].map(({ page }) => page.getByRole('dialog', { name: /was faster$/ }).count()));
        expect(outcomes.sort()).toEqual([0, 1]);
      },
      { timeoutMs: 20_000 },
    );
    const loser = (await first.page.getByRole('dialog').count()) > 0 ? first.page : second.page;
    const winner = loser === first.page ? second.page : first.page;
    await loser.getByRole('button', { name: /^Leave it to/ }).click();
    await composer(winner).pressSequentially('I have it.');
    await loser.getByText(/is writing…$/).waitFor(SOON);
    await composer(winner).press('Enter');
    await thread(loser).getByText('I have it.').waitFor(SOON);

    // A note is the team's alone.
    await loser.getByRole('button', { name: 'Note', exact: true }).click();
    await loser.getByLabel('Note for your team').fill('Ask for the order number.');
    await loser.getByLabel('Note for your team').press('Enter');
    await thread(winner).getByText('Ask for the order number.').waitFor(SOON);
    expect(await system.answers(acme, customer)).not.toContain('Ask for the order number.');
    expect([...first.errors, ...second.errors]).toEqual([]);
  }, 120_000);

  it('pictures go both ways', async () => {
    const customer = '15550500004';
    const { page, errors } = await atInbox();
    await system.simulator('messages', {
      phoneNumberId: acme.outlets[0]!.phoneNumberId,
      from: customer,
      type: 'image',
      image: { data: PICTURE.toString('base64'), mimeType: 'image/png', caption: 'It came like this' },
    });
    await open(page, customer);
    await thread(page).getByRole('img', { name: 'Picture: It came like this' }).waitFor({ timeout: 40_000 });
    await page.locator('input[type=file]').setInputFiles({ name: 'new.png', mimeType: 'image/png', buffer: PICTURE });
    await page.getByRole('list', { name: 'Files to be sent' }).getByText('new.png').waitFor(SOON);
    await composer(page).fill('A new one is on its way');
    await page.getByRole('button', { name: 'Send', exact: true }).click({ timeout: 20_000 });
    await thread(page).getByRole('img', { name: 'Picture: A new one is on its way' }).waitFor({ timeout: 40_000 });
    await eventually(
      async () => {
        const sent = (await system.thread(acme, customer)).filter(({ direction, type }) => direction === 'outbound' && type === 'image');
        expect(sent).toHaveLength(1);
      },
      { timeoutMs: 20_000 },
    );
    expect(await axe(page)).toEqual([]);
    expect(errors).toEqual([]);
  }, 120_000);

  it('on a phone one goes from the list to a conversation and back, and a viewer reads and cannot write', async () => {
    const customer = '15550500005';
    await system.customerWrites(acme, customer, QUESTION);
    const { page, errors } = await atInbox(0, SCREENS[1][1], 'viewer');
    expect(await axe(page)).toEqual([]);
    await open(page, customer);
    await page.getByText('You can read, but not answer').waitFor(SOON);
    expect(await composer(page).count()).toBe(0);
    expect(await page.getByRole('button', { name: 'Take over' }).count()).toBe(0);
    expect(await axe(page)).toEqual([]);
    await page.getByRole('button', { name: 'Contact' }).click();
    await page.getByRole('dialog').getByText(customer).first().waitFor(SOON);
    await page.keyboard.press('Escape');
    await page.getByRole('link', { name: 'Back to the list' }).click();
    await rowOf(page, customer).waitFor(SOON);
    // Where it was before.
    await page.goto(`${line.url}/conversations`);
    await page.getByRole('heading', { name: 'Inbox', level: 1 }).waitFor(SOON);
    expect(errors).toEqual([]);
  }, 90_000);
});
