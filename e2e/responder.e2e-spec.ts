import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { eventually, System, type DemoTenant } from './system.js';

type Behaviour = (response: ServerResponse) => void;

const chunk = (text: string, finish: string | null = null): string =>
  `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', created: 1, model: 'test', choices: [{ index: 0, delta: text ? { content: text } : {}, finish_reason: finish }] })}\n\n`;
const stream = (response: ServerResponse): ServerResponse => response.writeHead(200, { 'content-type': 'text/event-stream' });

/** What a model of the wider world may do to us. */
const BEHAVIOURS: Record<string, { act: Behaviour; reason: string }> = {
  'answers with an error': {
    act: (response) =>
      response.writeHead(400, { 'content-type': 'application/json' }).end('{"error":{"message":"no","type":"invalid_request_error"}}'),
    reason: 'model_error',
  },
  'streams half a sentence and dies': {
    act: (response) => {
      stream(response).write(chunk('Standard shipping takes 3 to'));
      setTimeout(() => response.destroy(), 100);
    },
    reason: 'model_error',
  },
  'returns nothing': { act: (response) => stream(response).end(`${chunk('', 'stop')}data: [DONE]\n\n`), reason: 'model_empty' },
  'never begins': { act: () => undefined, reason: 'model_timeout' },
  'begins and never ends': { act: (response) => void stream(response).write(chunk('Well')), reason: 'model_timeout' },
};

describe('a model that', () => {
  let system: System;
  let model: Server;
  let behaviour: Behaviour;
  let acme: DemoTenant;

  beforeAll(async () => {
    model = createServer((request, response) => {
      request.resume();
      request.on('end', () => behaviour(response));
    });
    await new Promise<void>((resolve) => model.listen(0, '127.0.0.1', resolve));
    system = await System.start({
      OPENAI_API_KEY: 'sk-test-not-a-real-key',
      OPENAI_BASE_URL: `http://127.0.0.1:${(model.address() as AddressInfo).port}/v1`,
      OPENAI_TIMEOUT_MS: '1500',
    });
    acme = system.tenant('acme-corp');
  }, 120_000);
  afterAll(async () => {
    await system?.destroy();
    model?.closeAllConnections();
    model?.close();
  }, 60_000);

  const ask = async (customer: string): Promise<{ owner: string; state: string; handoffReason?: string; answers: string[] }> => {
    await system.customerWrites(acme, customer, 'How long does standard shipping take?');
    return eventually(
      async () => {
        const answers = await system.answers(acme, customer);
        expect(answers).toHaveLength(1);
        const { body } = await system.api<{ items: { owner: string; state: string; handoffReason?: string }[] }>(
          `/conversations?phone=${customer}`,
          { as: acme },
        );
        return { ...body.items[0]!, answers };
      },
      { timeoutMs: 40_000 },
    );
  };

  it('answers well is quoted to the customer, without its citation marks', async () => {
    behaviour = (response) =>
      stream(response).end(
        `${chunk('Standard shipping takes 3 to 5 ')}${chunk('business days [1].', null)}${chunk('', 'stop')}data: [DONE]\n\n`,
      );
    const { owner, answers } = await ask('15550300000');
    expect(owner).toBe('bot');
    expect(answers[0]).toContain('Standard shipping takes 3 to 5 business days');
    expect(answers[0]).not.toContain('[1]');
  }, 60_000);

  it.each(Object.entries(BEHAVIOURS))(
    '%s is not heard by the customer: the conversation is handed off with the reason',
    async (name, { act, reason }) => {
      behaviour = act;
      const customer = `155503001${String(Object.keys(BEHAVIOURS).indexOf(name)).padStart(2, '0')}`;
      const { owner, state, handoffReason, answers } = await ask(customer);
      expect({ owner, state, handoffReason }).toEqual({ owner: 'none', state: 'pending', handoffReason: reason });
      expect(answers[0]).not.toMatch(/Standard shipping takes 3 to|^Well/);
    },
    60_000,
  );
});
