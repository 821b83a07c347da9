import { v7 } from 'uuid';
import { KeyRing } from '#service-kit';
import { answerTried, replyGenerated } from '#contracts';
import { asMember, collected, eventually, serverSent } from '#testing';
import { chunk, FakeOpenAi, stream, whole } from './fake-openai.js';
import { World } from './world.js';

const [ACME, BETA] = [v7(), v7()];
const HOURS = {
  documentId: v7(),
  chunkId: v7(),
  title: 'Store guide',
  heading: 'Opening hours',
  text: 'We are open from 9 to 18.',
  score: 4.2,
  coverage: 1,
};
const OWN_KEY = 'sk-of-acme-itself';
const away = (response: import('node:http').ServerResponse): void => void response.writeHead(503).end();

describe('models that fail, and models of companies’ own', () => {
  const installation = new FakeOpenAi();
  const own = new FakeOpenAi();
  let world: World;

  beforeAll(async () => {
    world = await World.start([ACME, BETA], (_, query) => (/open/i.test(query) ? [HOURS] : []));
    await Promise.all([installation.start(), own.start()]);
  }, 60_000);
  afterAll(async () => {
    await world?.stop();
    await Promise.all([installation.stop(), own.stop()]);
  }, 30_000);
  beforeEach(async () => {
    for (const server of [installation, own]) {
      server.requests.splice(0);
      server.authorizations.splice(0);
      server.behave = whole('We are open from 9 to 18 [1].');
    }
    await world.infra.rows('delete from tenant.model_servers');
  });

  const restart = (env: Record<string, string> = {}) =>
    world.restart({
      OPENAI_API_KEY: 'sk-installation',
      OPENAI_BASE_URL: `${installation.url}/v1`,
      OPENAI_MODEL: 'large',
      MODEL_ALLOW_PRIVATE: '1',
      ...env,
    });
  const done = async (tenantId = ACME): Promise<Record<string, any>> => {
    const response = await fetch(`${world.running!.url}/api/v1/llm/answers`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...asMember(world.infra, tenantId, 'agent') },
      body: JSON.stringify({ question: 'When are you open?' }),
    });
    return (await collected(serverSent(response))).at(-1)!.data as Record<string, any>;
  };
  const circuits = async (): Promise<string> => {
    const text = await (await fetch(`${world.running!.url}/metrics`)).text();
    return text
      .split('\n')
      .filter((line) => line.startsWith('chasqui_model_circuits{') && !line.endsWith(' 0'))
      .map((line) => /of="(\w+)",state="(\w+)"/.exec(line)!.slice(1).join(' '))
      .join(', ');
  };
  const setServer = (tenantId: string, baseUrl: string, fallbackModel: string | null = null) =>
    world.infra.rows(
      `insert into tenant.model_servers (tenant_id, base_url, api_key_sealed, key_hint, model, fallback_model) values ($1, $2, $3, '', 'mine', $4)`,
      [tenantId, baseUrl, new KeyRing(world.infra.env().MODEL_ENCRYPTION_KEYS!).seal(OWN_KEY, tenantId), fallbackModel],
    );

  it('a model that fails is left alone: the knowledge is quoted without it, and nobody waits', async () => {
    await restart();
    installation.behave = away;
    for (let time = 0; time < 5; time++) expect(await done()).toMatchObject({ outcome: 'handoff', reason: 'model_error', model: 'large' });
    expect(await circuits()).toBe('installation open');
    const asked = installation.requests.length;
    expect(await done(BETA)).toMatchObject({ outcome: 'answer', model: 'offline', text: expect.stringContaining(HOURS.text) });
    const id = await world.ask(ACME, 'When are you open?');
    expect(await world.replyTo(id)).toMatchObject({ outcome: { kind: 'answer' }, usage: { responder: 'offline' } });
    expect(installation.requests).toHaveLength(asked);
  });

  it('the fallback model answers where the first one does not', async () => {
    await restart({ OPENAI_FALLBACK_MODEL: 'small' });
    installation.behave = (response) => {
      if (installation.requests.at(-1)!.model === 'large') away(response);
      else whole('We are open from 9 to 18 [1].')(response, 1);
    };
    for (let time = 0; time < 5; time++) expect(await done()).toMatchObject({ outcome: 'answer', model: 'small' });
    installation.requests.splice(0);
    expect(await done()).toMatchObject({ outcome: 'answer', model: 'small' });
    expect(installation.requests.map(({ model }) => model)).toEqual(['small']);
  });

  it('a model that still writes when the time is over is not left alone', async () => {
    await restart({ OPENAI_TIMEOUT_MS: '1000', OPENAI_STALL_TIMEOUT_MS: '120000' });
    installation.behave = (response) => {
      stream(response).write(chunk('We are open '));
      const writes = setInterval(() => response.write(chunk('and open ')), 50);
      response.once('close', () => clearInterval(writes));
    };
    for (let time = 0; time < 5; time++) expect(await done()).toMatchObject({ outcome: 'handoff', reason: 'model_timeout' });
    expect(await circuits()).toBe('installation closed');
  });

  it('half an answer of one model is not gone on with by another', async () => {
    await restart({ OPENAI_FALLBACK_MODEL: 'small' });
    installation.behave = (response) => {
      stream(response).write(chunk('We are open from 9 to 18 [1]. On'));
      setTimeout(() => response.destroy(), 50);
    };
    expect(await done()).toMatchObject({ outcome: 'handoff', reason: 'model_error', model: 'large' });
    expect(installation.requests.map(({ model }) => model)).toEqual(['large']);
  });

  it('a company’s own server answers for it alone, by its key, and costs the installation nothing', async () => {
    await restart();
    await setServer(ACME, `${own.url}/v1`);
    const said = await done();
    expect(said).toMatchObject({ outcome: 'answer', model: 'mine', usage: { promptTokens: 120, completionTokens: 7 } });
    expect(said.usage).not.toHaveProperty('costMinor');
    expect(own.authorizations).toEqual([`Bearer ${OWN_KEY}`]);
    expect(installation.requests).toEqual([]);
    const [tried] = (await world.infra.outboxEvents(answerTried)).slice(-1);
    expect(tried!.data.usage).toMatchObject({ model: 'mine', ownKey: true });
    const id = await world.ask(ACME, 'When are you open?');
    await world.replyTo(id);
    expect(await world.infra.rows('select own_key, model from llm_orchestration.answers where request_id = $1', [id])).toEqual([
      { own_key: true, model: 'mine' },
    ]);
    const [replied] = (await world.infra.outboxEvents(replyGenerated)).slice(-1);
    expect(replied!.data.usage).toMatchObject({ ownKey: true });
    expect(await done(BETA)).toMatchObject({ outcome: 'answer', model: 'large' });
    expect(installation.authorizations).toEqual(['Bearer sk-installation']);
    await world.infra.rows('delete from tenant.model_servers');
    expect(await done()).toMatchObject({ model: 'large' });
  });

  it('a company’s own server is asked where the installation has no model, and its fallback after it', async () => {
    await world.restart({ MODEL_ALLOW_PRIVATE: '1' });
    await setServer(ACME, `${own.url}/v1`, 'mine-too');
    own.behave = (response) => {
      if (own.requests.at(-1)!.model === 'mine') away(response);
      else whole('We are open from 9 to 18 [1].')(response, 1);
    };
    expect(await done()).toMatchObject({ outcome: 'answer', model: 'mine-too' });
    expect(await done(BETA)).toMatchObject({ outcome: 'answer', model: 'offline' });
  });

  it('a company’s own server cannot fill the memory: what is far too long breaks off', async () => {
    await restart();
    await setServer(ACME, `${own.url}/v1`);
    own.behave = (response) => {
      stream(response).write(`: ${'x'.repeat(2_500_000)}\n\n`);
      response.end(`${chunk('We are open from 9 to 18 [1].', 'stop')}data: [DONE]\n\n`);
    };
    expect(await done()).toMatchObject({ outcome: 'handoff', reason: 'model_error' });
    expect(own.requests).toHaveLength(1);
  });

  it('a key that is refused opens the circuit of its company alone', async () => {
    await restart();
    await setServer(ACME, `${own.url}/v1`);
    await setServer(BETA, `${own.url}/v1`);
    own.behave = (response) => void response.writeHead(401).end();
    for (let time = 0; time < 5; time++) await done();
    expect(await circuits()).toBe('tenant open');
    own.behave = whole('We are open from 9 to 18 [1].');
    expect(await done(BETA)).toMatchObject({ outcome: 'answer', model: 'mine' });
    expect(await done()).toMatchObject({ outcome: 'answer', model: 'offline' });
  });

  it.each(['http://127.0.0.1', 'http://localhost'])('a company’s server never leads inside our network: %s', async (host) => {
    await restart({ MODEL_ALLOW_PRIVATE: '0' });
    await setServer(ACME, `${host}:${new URL(own.url).port}/v1`);
    expect(await done()).toMatchObject({ outcome: 'handoff', reason: 'model_error' });
    expect(own.requests).toEqual([]);
    await eventually(() => expect(installation.requests).toEqual([]));
  });
});
