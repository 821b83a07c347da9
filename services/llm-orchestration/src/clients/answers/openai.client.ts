import { Inject, Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import OpenAI, { APIConnectionError, APIError } from 'openai';
import { CONFIG } from '#service-kit';
import type { Config } from '../../config.js';

export interface ModelRequest {
  model: string;
  /** Null: the model's default. Some models refuse any temperature. */
  temperature: number | null;
  messages: readonly { role: 'system' | 'user'; content: string }[];
  /** JSON Schema of the answer. Left out for a server that refuses schemas. */
  schema: Record<string, unknown>;
}

export interface ModelReply {
  text: string;
  /** `stop`, `length`, ...; undefined when the stream ended without one: the text is then incomplete. */
  finishReason: string | undefined;
  promptTokens: number;
  completionTokens: number;
}

/** Whoever asked has left: nobody waits for the answer. */
export class AskerLeft extends Error {}

/** The model gave no complete answer. */
export class ModelFailed extends Error {
  constructor(
    readonly code: 'model_timeout' | 'model_error',
    detail: string,
  ) {
    super(detail);
  }
}

const ATTEMPTS = 2;
const RETRY_PAUSE_MS = 300;
const MAX_REMEMBERED = 1_000;
/** No real answer to a customer is this long: the model does not stop writing. */
const MAX_CHARACTERS = 20_000;

/** Any OpenAI-compatible chat completions server. Streams, so that a model that stalls is noticed before the total timeout. */
@Injectable()
export class OpenAiClient {
  readonly #api: OpenAI | undefined;
  readonly #timeoutMs: number;
  readonly #stallTimeoutMs: number;
  /** Models whose server refuses a schema. */
  readonly #withoutSchema = new LRUCache<string, true>({ max: MAX_REMEMBERED });

  constructor(@Inject(CONFIG) config: Config) {
    this.#timeoutMs = config.OPENAI_TIMEOUT_MS;
    this.#stallTimeoutMs = config.OPENAI_STALL_TIMEOUT_MS;
    // We retry ourselves, because only we know whether something was streamed already.
    if (!config.OPENAI_API_KEY) return;
    this.#api = new OpenAI({
      apiKey: config.OPENAI_API_KEY,
      baseURL: config.OPENAI_BASE_URL,
      maxRetries: 0,
      // Texts of customers and tenants go only to the configured server, not to one that it redirects to.
      fetchOptions: { redirect: 'manual' },
    });
  }

  /** Whether a model is configured. */
  get isOn(): boolean {
    return this.#api !== undefined;
  }

  /**
   * @param onText called with the whole text so far, after each piece
   * @param left aborted when nobody waits for the answer any more: the call ends
   * @throws {AskerLeft}
   * @throws {ModelFailed} model_timeout after the total or the stall time; model_error when the server refuses, is unreachable or breaks off
   */
  async complete(request: ModelRequest, onText: (text: string) => void = () => undefined, left?: AbortSignal): Promise<ModelReply> {
    const abort = new AbortController();
    const total = setTimeout(() => abort.abort(), this.#timeoutMs);
    const leave = (): void => abort.abort();
    left?.addEventListener('abort', leave);
    try {
      for (let attempt = 1; ; attempt++) {
        if (left?.aborted) throw new AskerLeft();
        const progress = { streamed: false, withSchema: !this.#withoutSchema.has(request.model) };
        try {
          return await this.#stream(request, abort, progress, onText);
        } catch (error) {
          if (left?.aborted) throw new AskerLeft();
          if (abort.signal.aborted) throw new ModelFailed('model_timeout', 'the model did not answer in time');
          if (error instanceof ModelFailed) throw error;
          if (progress.withSchema && refusesSchema(error)) {
            this.#withoutSchema.set(request.model, true);
            continue;
          }
          if (progress.streamed || attempt >= ATTEMPTS || !isTransient(error)) throw new ModelFailed('model_error', describe(error));
          await new Promise((resolve) => setTimeout(resolve, RETRY_PAUSE_MS));
        }
      }
    } finally {
      clearTimeout(total);
      left?.removeEventListener('abort', leave);
    }
  }

  async #stream(
    request: ModelRequest,
    abort: AbortController,
    progress: { streamed: boolean; withSchema: boolean },
    onText: (text: string) => void,
  ): Promise<ModelReply> {
    let stall: NodeJS.Timeout | undefined;
    const alive = (): void => {
      clearTimeout(stall);
      stall = setTimeout(() => abort.abort(), this.#stallTimeoutMs);
    };
    const reply: ModelReply = { text: '', finishReason: undefined, promptTokens: 0, completionTokens: 0 };
    try {
      alive();
      const { model, temperature, messages, schema } = request;
      const stream = await this.#api!.chat.completions.create(
        {
          model,
          messages: [...messages],
          stream: true,
          stream_options: { include_usage: true },
          ...(temperature === null ? {} : { temperature }),
          ...(progress.withSchema
            ? { response_format: { type: 'json_schema', json_schema: { name: 'answer', strict: true, schema } } }
            : {}),
        },
        { signal: abort.signal },
      );
      for await (const chunk of stream) {
        alive();
        const choice = chunk.choices?.[0];
        if (choice?.delta?.refusal) throw new ModelFailed('model_error', 'the model refused to answer');
        const text = readContent(choice?.delta?.content);
        if (text) {
          progress.streamed = true;
          reply.text += text;
          onText(reply.text);
        }
        // Other servers may send other types than the SDK declares.
        if (choice?.finish_reason) reply.finishReason = String(choice.finish_reason);
        if (chunk.usage) {
          reply.promptTokens = readCount(chunk.usage.prompt_tokens);
          reply.completionTokens = readCount(chunk.usage.completion_tokens);
        }
        if (reply.text.length > MAX_CHARACTERS) {
          stream.controller.abort();
          throw new ModelFailed('model_error', 'the model did not stop writing');
        }
      }
      // The SDK ends an aborted stream without an error.
      if (abort.signal.aborted) throw new ModelFailed('model_timeout', 'the model stopped writing');
      return reply;
    } finally {
      clearTimeout(stall);
    }
  }
}

/**
 * The text in a piece of an answer: a string, or an array of parts (Mistral and others). Only parts of type `text` are for the customer,
 * not `thinking` and others.
 *
 * @throws {ModelFailed} for any other form, since we cannot tell what is meant for the customer
 */
function readContent(content: unknown): string {
  if (content === undefined || content === null) return '';
  if (typeof content === 'string') return content;
  const texts = Array.isArray(content) ? content.filter((part) => part?.type === 'text').map((part) => part.text as unknown) : [undefined];
  if (!texts.every((text) => typeof text === 'string')) throw new ModelFailed('model_error', 'the answer has an unknown form');
  return texts.join('');
}

const MAX_COUNTED = 2_147_483_647;

/** A number of tokens that fits a Postgres integer; 0 for anything else. */
function readCount(value: unknown): number {
  return typeof value === 'number' && value >= 0 && value <= MAX_COUNTED ? Math.round(value) : 0;
}

/** Some servers do not support `response_format`, or not with a schema; they say so with a 400. */
const refusesSchema = (error: unknown): boolean =>
  error instanceof APIError && error.status === 400 && /response_?format|json_?schema/i.test(`${error.param ?? ''} ${error.message}`);

const isTransient = (error: unknown): boolean =>
  error instanceof APIConnectionError || (error instanceof APIError && (error.status === 429 || (error.status ?? 0) >= 500));

/** For the audit trail: status and error code of the server, never its message, which may repeat the prompt. */
function describe(error: unknown): string {
  if (error instanceof APIConnectionError) return 'the model server cannot be reached';
  if (error instanceof APIError)
    return `the model server answered ${error.status ?? 'with an error'}${error.code ? ` (${error.code})` : ''}`;
  return 'the answer broke off';
}
