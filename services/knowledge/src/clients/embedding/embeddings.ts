import { createHash } from 'node:crypto';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { Logger } from '#service-kit';
import { EncoderUnavailable, knows, type Encoder } from './encoder.js';
import { ENCODER } from './encoder-of.js';
import { EmbeddingMeter } from './embedding-meter.js';

/** A customer waits: after this long the search goes on by words alone. */
const QUESTION_TIMEOUT_MS = 1_500;
const TEXTS_TIMEOUT_MS = 60_000;
/** After a failure questions do not ask again for so long: each would wait in vain. */
const REST_MS = 5_000;
/** Of 512 dimensions some 8 MiB. */
const MOST_REMEMBERED = 4_000;

/** The vectors of texts, by the one encoder that is configured, if any. Texts that it knows are not sent again. */
@Injectable()
export class Embeddings implements OnApplicationShutdown {
  /** By the hash of tenant and text: no text is kept, and no tenant sees by the time of an answer what another has. */
  readonly #known = new LRUCache<string, Float32Array>({ max: MOST_REMEMBERED });
  #restsUntil = 0;

  constructor(
    @Inject(ENCODER) private readonly encoder: Encoder | null,
    private readonly meter: EmbeddingMeter,
    private readonly logger: Logger,
  ) {}

  /** The model whose vectors are compared; undefined: none, and words decide alone. */
  get model(): string | undefined {
    return this.encoder?.model;
  }

  /** Whether the texts of a base in this language get vectors. */
  knows(language: string): boolean {
    return this.encoder !== null && knows(this.encoder, language);
  }

  /** The vectors of customers' questions; undefined when there is no encoder, or it does not answer in time. Never throws. */
  async ofQuestions(tenantId: string, questions: readonly string[]): Promise<Float32Array[] | undefined> {
    if (!this.encoder || performance.now() < this.#restsUntil) return undefined;
    try {
      return await this.#encode(tenantId, questions, AbortSignal.timeout(QUESTION_TIMEOUT_MS));
    } catch (error) {
      this.#restsUntil = performance.now() + REST_MS;
      this.logger.warn('questions are searched by words alone, because the encoder does not answer', error as Error);
      return undefined;
    }
  }

  /**
   * The vectors of a document's texts.
   *
   * @throws {EncoderUnavailable} when there is none; what was made until then is remembered
   */
  async ofTexts(tenantId: string, texts: readonly string[], abort: AbortSignal): Promise<Float32Array[]> {
    return this.#encode(tenantId, texts, AbortSignal.any([abort, AbortSignal.timeout(TEXTS_TIMEOUT_MS)]));
  }

  async onApplicationShutdown(): Promise<void> {
    await this.encoder?.close();
  }

  async #encode(tenantId: string, texts: readonly string[], abort: AbortSignal): Promise<Float32Array[]> {
    const { encoder } = this;
    if (!encoder) throw new EncoderUnavailable('no encoder is configured');
    const keys = texts.map((text) => createHash('sha256').update(`${tenantId}\n${text}`).digest('base64url'));
    const found = new Map<string, Float32Array>();
    const missing = new Map<string, string>();
    keys.forEach((key, index) => {
      const known = this.#known.get(key);
      if (known) found.set(key, known);
      else missing.set(key, texts[index]!);
    });
    const wanted = [...missing];
    for (let at = 0; at < wanted.length; at += encoder.most) {
      const some = wanted.slice(at, at + encoder.most);
      // A text of white space alone has no meaning, and some servers refuse it.
      const { vectors, tokens } = await encoder.encode(
        some.map(([, text]) => text.trim() || '?'),
        abort,
      );
      this.meter.add(tenantId, encoder.model, some.length, tokens);
      some.forEach(([key], index) => {
        this.#known.set(key, vectors[index]!);
        found.set(key, vectors[index]!);
      });
    }
    return keys.map((key) => found.get(key)!);
  }
}
