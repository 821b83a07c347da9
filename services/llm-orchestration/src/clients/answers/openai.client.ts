import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import OpenAI, { APIConnectionError, APIError } from 'openai';
import { fetch as guardedFetch, Response as GuardedResponse, type Agent } from 'undici';
import { guardedAgent, readTarget } from '#egress';
import { CONFIG } from '#service-kit';
import type { Config } from '../../config.js';

/** Where a model is asked, and by whose key. */
export interface ModelServer {
  /** Up to and including `/v1`. */
  baseUrl: string;
  apiKey: string;
  /** Whether a company named it: it is then called by the guard of `libs/egress` only. */
  isOfTenant: boolean;
}

export interface ModelRequest {
  model: string;
  /** Null: the model's default. Some models refuse any temperature. */
  temperature: number | null;
  messages: readonly { role: 'system' | 'user'; content: string }[];
  /** JSON Schema of the answer. Left out for a server that refuses schemas. */
  schema: Record<string, unknown>;
  /** What it may call, without parameters. Left out for a server that refuses tools. */
  tools?: readonly { name: string; description: string }[];
}

export interface ModelReply {
  text: string;
  /** `stop`, `length`, ...; undefined when the stream ended without one: the text is then incomplete. */
  finishReason: string | undefined;
  promptTokens: number;
  completionTokens: number;
  /** Names of the tools that it called; what it wrote as their arguments is left out. */
  calls: string[];
}

/** Whoever asked has left: nobody waits for the answer. */
export class AskerLeft extends Error {}

/** The model gave no complete answer. */
export class ModelFailed extends Error {
  constructor(
    readonly code: 'model_timeout' | 'model_error',
    detail: string,
    /** The server is to blame, not this question: others would fare no better. */
    readonly isOfServer = true,
  ) {
    super(detail);
  }
}

const ATTEMPTS = 2;
const RETRY_PAUSE_MS = 300;
const MAX_REMEMBERED = 1_000;
/** No real answer to a customer is this long: the model does not stop writing. */
const MAX_CHARACTERS = 20_000;
/** Of the body that a company's server sends, unpacked: far more than the longest answer with all that is around each piece of it. */
const MAX_BODY_BYTES = 2_000_000;
const MAX_ERROR_CODE = 60;
/** Nobody needs more tools for one answer. */
const MAX_CALLS = 8;

const CONNECT_TIMEOUT_MS = 5_000;

/** Any OpenAI-compatible chat completions server. Streams, so that a model that stalls is noticed before the total timeout. */
@Injectable()
export class OpenAiClient implements BeforeApplicationShutdown {
  readonly #stallTimeoutMs: number;
  readonly #allowPrivate: boolean;
  readonly #agent: Agent;
  /** Models whose server refuses a schema. */
  readonly #withoutSchema = new LRUCache<string, true>({ max: MAX_REMEMBERED });
  /** Models whose server refuses tools. */
  readonly #withoutTools = new LRUCache<string, true>({ max: MAX_REMEMBERED });

  constructor(@Inject(CONFIG) config: Config) {
    this.#stallTimeoutMs = config.OPENAI_STALL_TIMEOUT_MS;
    this.#allowPrivate = config.MODEL_ALLOW_PRIVATE === '1';
    this.#agent = guardedAgent({ allowPrivate: this.#allowPrivate, connectTimeoutMs: CONNECT_TIMEOUT_MS });
  }

  /**
   * @param timeoutMs for all of it, with its retry
   * @param onText called with the whole text so far, after each piece
   * @param left aborted when nobody waits for the answer any more: the call ends
   * @throws {AskerLeft}
   * @throws {ModelFailed} model_timeout after the total or the stall time; model_error when the server refuses, is unreachable or breaks off
   */
  async complete(
    server: ModelServer,
    request: ModelRequest,
    timeoutMs: number,
    onText: (text: string) => void = () => undefined,
    left?: AbortSignal,
  ): Promise<ModelReply> {
    const api = this.#apiOf(server);
    const known = `${server.baseUrl} ${request.model}`;
    const abort = new AbortController();
    let isLate = false;
    const total = setTimeout(() => {
      isLate = true;
      abort.abort();
    }, timeoutMs);
    const leave = (): void => abort.abort();
    left?.addEventListener('abort', leave);
    try {
      for (let attempt = 1; ; attempt++) {
        if (left?.aborted) throw new AskerLeft();
        const progress = {
          streamed: false,
          withSchema: !this.#withoutSchema.has(known),
          withTools: (request.tools?.length ?? 0) > 0 && !this.#withoutTools.has(known),
        };
        try {
          return await this.#stream(api, request, abort, progress, onText);
        } catch (error) {
          if (left?.aborted) throw new AskerLeft();
          // Whoever writes too much for the time is neither stalled nor broken.
          if (abort.signal.aborted)
            throw new ModelFailed('model_timeout', 'the model did not answer in time', !(isLate && progress.streamed));
          if (error instanceof ModelFailed) throw error;
          if (progress.withSchema && refusesSchema(error)) {
            this.#withoutSchema.set(known, true);
            continue;
          }
          if (progress.withTools && refusesTools(error)) {
            this.#withoutTools.set(known, true);
            continue;
          }
          if (progress.streamed || attempt >= ATTEMPTS || !isTransient(error))
            throw new ModelFailed('model_error', describe(error), !isOfQuestion(error));
          await new Promise((resolve) => setTimeout(resolve, RETRY_PAUSE_MS));
        }
      }
    } finally {
      clearTimeout(total);
      left?.removeEventListener('abort', leave);
    }
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#agent.destroy();
  }

  /** @throws {ModelFailed} for a server that may not be called, or not any more */
  #apiOf({ baseUrl, apiKey, isOfTenant }: ModelServer): OpenAI {
    // We retry ourselves, because only we know whether something was streamed already. Texts of customers and tenants go only to the configured
    // server, not to one that it redirects to.
    const options = { apiKey, baseURL: baseUrl, maxRetries: 0, fetchOptions: { redirect: 'manual' } as const };
    if (!isOfTenant) return new OpenAI(options);
    const target = readTarget(baseUrl, { allowPrivate: this.#allowPrivate });
    if ('fault' in target) throw new ModelFailed('model_error', 'the model server has an address that may not be called');
    return new OpenAI({
      ...options,
      // The SDK's own organisation and project are the installation's.
      organization: null,
      project: null,
      fetch: boundedFetch as unknown as typeof fetch,
      fetchOptions: { ...options.fetchOptions, dispatcher: this.#agent } as object,
    });
  }

  async #stream(
    api: OpenAI,
    request: ModelRequest,
    abort: AbortController,
    progress: { streamed: boolean; withSchema: boolean; withTools: boolean },
    onText: (text: string) => void,
  ): Promise<ModelReply> {
    let stall: NodeJS.Timeout | undefined;
    const alive = (): void => {
      clearTimeout(stall);
      stall = setTimeout(() => abort.abort(), this.#stallTimeoutMs);
    };
    const reply: ModelReply = { text: '', finishReason: undefined, promptTokens: 0, completionTokens: 0, calls: [] };
    try {
      alive();
      const { model, temperature, messages, schema, tools = [] } = request;
      const stream = await api.chat.completions.create(
        {
          model,
          messages: [...messages],
          stream: true,
          stream_options: { include_usage: true },
          ...(temperature === null ? {} : { temperature }),
          ...(progress.withSchema
            ? { response_format: { type: 'json_schema', json_schema: { name: 'answer', strict: true, schema } } }
            : {}),
          ...(progress.withTools ? { tools: tools.map(toFunction) } : {}),
        },
        { signal: abort.signal },
      );
      for await (const chunk of stream) {
        alive();
        const choice = chunk.choices?.[0];
        if (choice?.delta?.refusal) throw new ModelFailed('model_error', 'the model refused to answer', false);
        for (const call of choice?.delta?.tool_calls ?? []) {
          const name = call?.function?.name;
          if (typeof name === 'string' && reply.calls.length < MAX_CALLS) reply.calls.push(name);
        }
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
          throw new ModelFailed('model_error', 'the model did not stop writing', false);
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

/** Fetch that breaks off a body that is too long, so that a company's server cannot fill our memory. */
const boundedFetch: typeof guardedFetch = async (input, init) => {
  const response = await guardedFetch(input, init);
  let left = MAX_BODY_BYTES;
  const bound = new TransformStream<Uint8Array, Uint8Array>({
    transform(piece, out) {
      left -= piece.length;
      if (left < 0) throw new Error('the body is too long');
      out.enqueue(piece);
    },
  });
  const { status, statusText, headers, body } = response;
  return new GuardedResponse(body?.pipeThrough(bound) ?? null, { status, statusText, headers });
};

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

/** Some models have no tools; their servers say so with a 400. */
const refusesTools = (error: unknown): boolean =>
  error instanceof APIError && error.status === 400 && /\b(tools?|functions?)\b/i.test(`${error.param ?? ''} ${error.message}`);

const toFunction = ({ name, description }: { name: string; description: string }) => ({
  type: 'function' as const,
  function: { name, description, parameters: { type: 'object', properties: {}, additionalProperties: false } },
});

const isTransient = (error: unknown): boolean =>
  error instanceof APIConnectionError || (error instanceof APIError && (error.status === 429 || (error.status ?? 0) >= 500));

/** What another question may not meet: too long a one, or one that a filter of the server refuses. */
const isOfQuestion = (error: unknown): boolean => error instanceof APIError && [400, 413, 422].includes(error.status ?? 0);

/** For the audit trail: status and error code of the server, never its message, which may repeat the prompt. */
function describe(error: unknown): string {
  if (error instanceof APIConnectionError) return 'the model server cannot be reached';
  if (error instanceof APIError)
    return `the model server answered ${error.status ?? 'with an error'}${error.code ? ` (${String(error.code).slice(0, MAX_ERROR_CODE)})` : ''}`;
  return 'the answer broke off';
}
