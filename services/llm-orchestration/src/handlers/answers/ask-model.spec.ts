import { KeyRing, type Logger, Metrics } from '#service-kit';
import { AskerLeft, ModelFailed, type ModelServer, type OpenAiClient } from '../../clients/answers/openai.client.js';
import type { Config } from '../../config.js';
import type { ReplySettings } from '../../persistence/answers/reply-settings.repository.js';
import { AskModel } from './ask-model.step.js';

const RING = `l1:${Buffer.alloc(32, 5).toString('base64')}`;
const config = {
  OPENAI_API_KEY: 'sk-installation',
  OPENAI_BASE_URL: 'https://models.example/v1',
  OPENAI_MODEL: 'large',
  OPENAI_TIMEOUT_MS: 20_000,
} as Config;
const settings = { model: null, temperature: null, server: null } as ReplySettings;
const request = { messages: [], schema: {} };

describe('asking a model', () => {
  let now = 0;
  let asked: { server: ModelServer; model: string; timeoutMs: number }[];
  /** What a model does: its text, or what is thrown; how long it takes. */
  let behave: (model: string) => { text?: string; error?: Error; tookMs?: number; wrote?: string };
  let metrics: Metrics;
  const warned: string[] = [];

  const build = (more: Partial<Config> = {}): AskModel => {
    const client = {
      complete: async (server: ModelServer, { model }: { model: string }, timeoutMs: number, onText: (text: string) => void) => {
        asked.push({ server, model, timeoutMs });
        const { text, error, tookMs = 0, wrote } = behave(model);
        now += tookMs;
        if (wrote) onText(wrote);
        if (error) throw error;
        return { text: text ?? 'Yes.', finishReason: 'stop', promptTokens: 10, completionTokens: 2 };
      },
    } as unknown as OpenAiClient;
    const logger = { warn: (text: string) => warned.push(text), error: (text: string) => warned.push(text) } as unknown as Logger;
    metrics = new Metrics({ name: 'llm-orchestration' } as never);
    return new AskModel(client, new KeyRing(RING), { ...config, ...more }, logger, metrics, () => now);
  };
  const ask = (models: AskModel, of: ReplySettings = settings, tenantId = 'acme') => models.execute(tenantId, of, request, () => undefined);
  const away = new ModelFailed('model_error', 'the model server answered 503');
  const failing = { error: away };
  beforeEach(() => {
    now = 0;
    asked = [];
    warned.length = 0;
    behave = () => ({});
  });

  it('is left alone after five failures, tried again after half a minute, and goes on when it answers', async () => {
    const models = build();
    behave = () => failing;
    for (let time = 0; time < 5; time++) expect(await ask(models)).toMatchObject({ kind: 'failed', code: 'model_error', model: 'large' });
    expect(warned).toEqual(['a model fails and is left alone for half a minute']);
    expect([models.isReady('acme', settings), models.isOn(settings)]).toEqual([false, true]);
    expect(await ask(models)).toEqual({ kind: 'resting' });
    expect(asked).toHaveLength(5);
    expect(await metrics.registry.getSingleMetricAsString('chasqui_model_circuits')).toMatch(/of="installation",state="open".* 1$/m);
    now += 30_000;
    expect(await metrics.registry.getSingleMetricAsString('chasqui_model_circuits')).toMatch(/of="installation",state="half_open".* 1$/m);
    behave = () => ({});
    expect(await ask(models)).toMatchObject({ kind: 'said', text: 'Yes.', model: 'large', isOwnKey: false });
    expect(models.isReady('acme', settings)).toBe(true);
  });

  it('asks the fallback model at once where the first fails, and first of all while that is left alone', async () => {
    const models = build({ OPENAI_FALLBACK_MODEL: 'small' });
    behave = (model) => (model === 'large' ? failing : {});
    for (let time = 0; time < 5; time++) expect(await ask(models)).toMatchObject({ kind: 'said', model: 'small' });
    asked = [];
    expect(await ask(models)).toMatchObject({ kind: 'said', model: 'small' });
    expect(asked.map(({ model }) => model)).toEqual(['small']);
    behave = () => failing;
    for (let time = 0; time < 6; time++) await ask(models);
    expect(await ask(models)).toEqual({ kind: 'resting' });
  });

  it('keeps all of it within the time for one answer', async () => {
    const models = build({ OPENAI_FALLBACK_MODEL: 'small' });
    behave = () => ({ error: new ModelFailed('model_timeout', 'the model did not answer in time'), tookMs: 12_000 });
    await ask(models);
    expect(asked.map(({ timeoutMs }) => timeoutMs)).toEqual([12_000, 8_000]);
    asked = [];
    behave = () => ({ error: away, tookMs: 19_500 });
    await ask(models);
    expect(asked.map(({ model }) => model)).toEqual(['large']);
  });

  it('does not go on with another model where something was written, or where the question is to blame', async () => {
    const models = build({ OPENAI_FALLBACK_MODEL: 'small' });
    behave = () => ({ wrote: 'We are', error: away });
    expect(await ask(models)).toMatchObject({ kind: 'failed', model: 'large' });
    behave = () => ({ error: new ModelFailed('model_error', 'the model server answered 400', false) });
    for (let time = 0; time < 20; time++) expect(await ask(models)).toMatchObject({ kind: 'failed', model: 'large' });
    expect(models.isReady('acme', settings)).toBe(true);
  });

  it('tells nothing of the model where the asker leaves', async () => {
    const models = build();
    behave = () => ({ error: new AskerLeft() });
    for (let time = 0; time < 6; time++) await expect(ask(models)).rejects.toBeInstanceOf(AskerLeft);
    expect(models.isReady('acme', settings)).toBe(true);
  });

  it('asks a company’s own server by its own key, and one that fails is no other’s problem', async () => {
    const models = build();
    const of = (tenantId: string): ReplySettings => ({
      ...settings,
      server: {
        baseUrl: 'https://own.example/v1',
        sealedKey: new KeyRing(RING).seal(`sk-${tenantId}`, tenantId),
        model: 'mine',
        fallbackModel: null,
      },
    });
    expect(await ask(models, of('acme'))).toMatchObject({ kind: 'said', model: 'mine', isOwnKey: true });
    expect(asked).toMatchObject([{ server: { baseUrl: 'https://own.example/v1', apiKey: 'sk-acme', isOfTenant: true }, model: 'mine' }]);
    behave = () => failing;
    for (let time = 0; time < 5; time++) await ask(models, of('acme'));
    expect([models.isReady('acme', of('acme')), models.isReady('beta', of('beta')), models.isReady('acme', settings)]).toEqual([
      false,
      true,
      true,
    ]);
    // Sealed for another company: it does not open.
    expect(await ask(models, of('beta'), 'acme')).toMatchObject({ kind: 'failed', detail: 'the key of the model server cannot be opened' });
    expect(asked.map(({ server }) => server.apiKey)).not.toContain('sk-beta');
  });
});
