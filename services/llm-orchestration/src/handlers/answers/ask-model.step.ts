import { Inject, Injectable, Optional } from '@nestjs/common';
import { Gauge } from 'prom-client';
import { CONFIG, KeyRing, Logger, Metrics } from '#service-kit';
import { ModelFailed, OpenAiClient, type ModelReply, type ModelRequest, type ModelServer } from '../../clients/answers/openai.client.js';
import type { Config } from '../../config.js';
import type { Tokens } from '../../domain/answers/answer.js';
import { Circuits } from '../../domain/models/circuits.js';
import type { ReplySettings } from '../../persistence/answers/reply-settings.repository.js';

/** What a model said, or that none did. */
export type ModelSaid =
  | ({ kind: 'said'; model: string; isOwnKey: boolean } & ModelReply)
  | { kind: 'failed'; code: ModelFailed['code']; detail: string; model: string; isOwnKey: boolean }
  /** The model has failed so often that it is left alone for now, and there is no other. */
  | { kind: 'resting' };

/** What an answer of a model took, and by whose key. */
export const usageOf = (said: Exclude<ModelSaid, { kind: 'resting' }>): Tokens => ({
  model: said.model,
  promptTokens: said.kind === 'said' ? said.promptTokens : 0,
  completionTokens: said.kind === 'said' ? said.completionTokens : 0,
  ...(said.isOwnKey ? { ownKey: true } : {}),
});

interface Choice {
  server: ModelServer;
  model: string;
  /** Of its circuit. A company's own server has its own: a key that is wrong says nothing of others. */
  key: string;
}

/** Milliseconds on a clock that only goes forward. */
export type Clock = () => number;
export const CLOCK = Symbol('clock');
/** A second model is asked only where so much of the time is left. */
const WORTH_TRYING_MS = 1_000;
/** The share of the time that the first model gets where another waits. */
const SHARE_OF_FIRST = 0.6;
const OF_TENANT = 'tenant ';

/** Asks the company's model or the installation's; where it fails, the fallback model; and where that rests too, none. */
@Injectable()
export class AskModel {
  readonly #now: Clock;
  readonly #circuits: Circuits;

  constructor(
    private readonly openAi: OpenAiClient,
    private readonly keys: KeyRing,
    @Inject(CONFIG) private readonly config: Config,
    private readonly logger: Logger,
    metrics: Metrics,
    @Optional() @Inject(CLOCK) clock?: Clock,
  ) {
    this.#now = clock ?? (() => performance.now());
    this.#circuits = new Circuits(this.#now);
    const gauge = new Gauge({
      name: 'chasqui_model_circuits',
      help: 'Circuits of models by state: closed, open (the model is left alone), half_open (one call is tried); of the installation and of tenants',
      labelNames: ['of', 'state'],
      registers: [metrics.registry],
      collect: () => {
        for (const owner of ['installation', 'tenant'] as const) {
          const counts = this.#circuits.count((key) => key.startsWith(OF_TENANT) === (owner === 'tenant'));
          for (const [state, count] of Object.entries(counts)) gauge.set({ of: owner, state }, count);
        }
      },
    });
  }

  /** Whether a model is set, by the company or for all. */
  isOn(settings: ReplySettings): boolean {
    return settings.server !== null || this.config.OPENAI_API_KEY !== undefined;
  }

  /** What an answer took for which the model was not asked in the end. */
  unused({ server, model }: ReplySettings): Tokens {
    const first = server?.model ?? model ?? this.config.OPENAI_MODEL;
    return { model: first, promptTokens: 0, completionTokens: 0, ...(server ? { ownKey: true } : {}) };
  }

  /** Whether a model is set that is not left alone for now. */
  isReady(tenantId: string, settings: ReplySettings): boolean {
    return this.isOn(settings) && this.#choices(tenantId, settings, '').some(({ key }) => this.#circuits.isReady(key));
  }

  /**
   * @param onText called with the whole text so far, after each piece
   * @param left aborted when nobody waits for the answer any more
   * @throws {AskerLeft}
   */
  async execute(
    tenantId: string,
    settings: ReplySettings,
    request: Pick<ModelRequest, 'messages' | 'schema' | 'tools'>,
    onText: (text: string) => void,
    left?: AbortSignal,
  ): Promise<ModelSaid> {
    const isOwnKey = settings.server !== null;
    const apiKey = this.#keyOf(tenantId, settings);
    if (apiKey === undefined)
      return { kind: 'failed', code: 'model_error', detail: 'the key of the model server cannot be opened', model: 'unknown', isOwnKey };
    const choices = this.#choices(tenantId, settings, apiKey);
    const endsAt = this.#now() + this.config.OPENAI_TIMEOUT_MS;
    let failed: Extract<ModelSaid, { kind: 'failed' }> | undefined;
    let hasWritten = false;
    for (const [index, { server, model, key }] of choices.entries()) {
      const leftMs = endsAt - this.#now();
      if (failed && leftMs < WORTH_TRYING_MS) break;
      if (!this.#circuits.enter(key)) continue;
      const timeoutMs = choices.slice(index + 1).some((next) => this.#circuits.isReady(next.key)) ? leftMs * SHARE_OF_FIRST : leftMs;
      try {
        const write = (text: string): void => {
          hasWritten = true;
          onText(text);
        };
        const reply = await this.openAi.complete(server, { ...request, model, temperature: settings.temperature }, timeoutMs, write, left);
        this.#circuits.succeeded(key);
        return { kind: 'said', model, isOwnKey, ...reply };
      } catch (error) {
        if (!(error instanceof ModelFailed)) {
          this.#circuits.ended(key);
          throw error;
        }
        this.#tell(key, model, error);
        failed = { kind: 'failed', code: error.code, detail: error.message, model, isOwnKey };
        // Half an answer of one model is not gone on with by another.
        if (hasWritten || !error.isOfServer) break;
      }
    }
    return failed ?? { kind: 'resting' };
  }

  #tell(key: string, model: string, error: ModelFailed): void {
    const before = this.#circuits.state(key);
    if (error.isOfServer) this.#circuits.failed(key);
    else this.#circuits.succeeded(key);
    if (this.#circuits.state(key) === 'open' && before !== 'open')
      this.logger.warn('a model fails and is left alone for half a minute', { model, reason: error.code, detail: error.message });
  }

  #choices(tenantId: string, { server: own, model }: ReplySettings, apiKey: string): Choice[] {
    const server: ModelServer = { baseUrl: own?.baseUrl ?? this.config.OPENAI_BASE_URL, apiKey, isOfTenant: own !== null };
    const [first, second] = own
      ? [own.model, own.fallbackModel]
      : [model ?? this.config.OPENAI_MODEL, this.config.OPENAI_FALLBACK_MODEL ?? null];
    const models = second === null || second === first ? [first] : [first, second];
    const prefix = own ? `${OF_TENANT}${tenantId} ` : '';
    return models.map((each) => ({ server, model: each, key: `${prefix}${server.baseUrl} ${each}` }));
  }

  #keyOf(tenantId: string, { server }: ReplySettings): string | undefined {
    if (!server) return this.config.OPENAI_API_KEY;
    try {
      return this.keys.open(server.sealedKey, tenantId);
    } catch (error) {
      this.logger.error('the key of a model server cannot be opened with the keys in MODEL_ENCRYPTION_KEYS', error as Error, { tenantId });
      return undefined;
    }
  }
}
