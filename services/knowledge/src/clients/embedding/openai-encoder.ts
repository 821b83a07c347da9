import OpenAI, { APIConnectionError, APIError } from 'openai';
import { toUnit } from '../../domain/vectors/packed-vectors.js';
import { EncoderUnavailable, type Encoder } from './encoder.js';

/** A larger vector is not that of a model which anybody offers. */
const MOST_DIMENSIONS = 8_192;

/** The embeddings of any OpenAI-compatible server. */
export class OpenAiEncoder implements Encoder {
  readonly languages = undefined;
  readonly most = 64;
  readonly #api: OpenAI;

  constructor(
    readonly model: string,
    settings: { apiKey: string; baseUrl: string },
  ) {
    this.#api = new OpenAI({
      apiKey: settings.apiKey,
      baseURL: settings.baseUrl,
      maxRetries: 0,
      // Texts of customers and tenants go only to the configured server, not to one that it redirects to.
      fetchOptions: { redirect: 'manual' },
    });
  }

  async encode(texts: readonly string[], abort: AbortSignal): Promise<{ vectors: Float32Array[]; tokens: number }> {
    try {
      const { data, usage } = await this.#api.embeddings.create(
        // As numbers: not every server knows base64, which the SDK asks for by itself.
        { model: this.model, input: [...texts], encoding_format: 'float' },
        { signal: abort },
      );
      const vectors = texts.map((_, index) => vectorOf(data.find((each) => each.index === index)?.embedding));
      if (vectors.some(({ length }) => length !== vectors[0]!.length)) throw new EncoderUnavailable('the vectors differ in length');
      const tokens = usage?.total_tokens;
      return { vectors, tokens: Number.isSafeInteger(tokens) && tokens >= 0 ? tokens : 0 };
    } catch (error) {
      throw error instanceof EncoderUnavailable ? error : new EncoderUnavailable(describe(error));
    }
  }

  async close(): Promise<void> {}
}

/** Other servers may send other types than the SDK declares. */
function vectorOf(value: unknown): Float32Array {
  const isVector =
    Array.isArray(value) && value.length > 0 && value.length <= MOST_DIMENSIONS && value.every((each) => Number.isFinite(each));
  if (!isVector) throw new EncoderUnavailable('the answer holds no vector for a text');
  return toUnit(value as number[]);
}

/** For the log: never the server's message, which may repeat the texts. */
function describe(error: unknown): string {
  if (error instanceof APIConnectionError) return 'the embeddings server cannot be reached';
  if (error instanceof APIError) return `the embeddings server answered ${error.status ?? 'with an error'}`;
  return 'the embeddings server did not answer as it should';
}
