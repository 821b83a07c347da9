import { Injectable } from '@nestjs/common';
import { Metrics } from '#service-kit';
import type { Counter } from 'prom-client';

/** What one tenant had encoded by one model, since it was last taken. */
export interface EmbeddingUse {
  tenantId: string;
  model: string;
  texts: number;
  /** By which a provider is paid; 0 for an encoder of our own. */
  tokens: number;
}

/** Counts what is encoded. A job enters it into the usage every few seconds: a question of a customer does not write. */
@Injectable()
export class EmbeddingMeter {
  readonly #uses = new Map<string, EmbeddingUse>();
  readonly #texts: Counter<'model'>;

  constructor(metrics: Metrics) {
    this.#texts = metrics.counter({
      name: 'chasqui_embedded_texts_total',
      help: 'Texts that an encoder made vectors of, by model',
      labelNames: ['model'],
    });
  }

  add(tenantId: string, model: string, texts: number, tokens: number): void {
    this.#texts.inc({ model }, texts);
    this.giveBack({ tenantId, model, texts, tokens });
  }

  /** Takes back what could not be kept. */
  giveBack({ tenantId, model, texts, tokens }: EmbeddingUse): void {
    const key = `${tenantId} ${model}`;
    const use = this.#uses.get(key) ?? { tenantId, model, texts: 0, tokens: 0 };
    this.#uses.set(key, { ...use, texts: use.texts + texts, tokens: use.tokens + tokens });
  }

  /** @returns what was counted since the last time; it is then the caller's to keep */
  take(): EmbeddingUse[] {
    const uses = [...this.#uses.values()];
    this.#uses.clear();
    return uses;
  }
}
