import type { Config } from '../../config.js';
import type { Encoder } from './encoder.js';

/** The token by which the encoder is injected. */
export const ENCODER = Symbol('ENCODER');

type Settings = Pick<Config, 'OPENAI_EMBEDDING_MODEL' | 'OPENAI_API_KEY' | 'OPENAI_BASE_URL' | 'LOCAL_EMBEDDINGS'>;

/** @returns the encoder that is configured, or null. What it needs is loaded only then, so that whoever has none does not pay for it in memory. */
export async function encoderOf(settings: Settings): Promise<Encoder | null> {
  const { OPENAI_EMBEDDING_MODEL: model, OPENAI_API_KEY: apiKey, OPENAI_BASE_URL: baseUrl } = settings;
  if (model && apiKey) return new (await import('./openai-encoder.js')).OpenAiEncoder(model, { apiKey, baseUrl });
  return settings.LOCAL_EMBEDDINGS === 'en' ? new (await import('./local-encoder.js')).LocalEncoder() : null;
}
