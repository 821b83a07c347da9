import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { randomBytes } from 'node:crypto';
import { Agent, request } from 'undici';
import { CONFIG } from '#service-kit';
import { signBody } from '#whatsapp';
import type { SimulatorConfig } from '../../config.js';

export const CONCURRENT_REQUESTS = 16;
const ANSWER_TIMEOUT_MS = 20_000;

export interface WebhookTarget {
  url?: string;
  appSecret: string;
  verifyToken: string;
}

export interface WebhookAnswer {
  /** Absent when there was no HTTP response. */
  status?: number;
  ms: number;
  error?: string;
}

/** Posts webhooks to the business. */
@Injectable()
export class WebhookClient implements OnApplicationShutdown {
  private readonly agent = new Agent({
    connections: CONCURRENT_REQUESTS,
    pipelining: 1,
    headersTimeout: ANSWER_TIMEOUT_MS,
    bodyTimeout: ANSWER_TIMEOUT_MS,
    connect: { timeout: 5_000 },
    keepAliveTimeout: 30_000,
  });
  private readonly target: WebhookTarget;

  constructor(@Inject(CONFIG) config: SimulatorConfig) {
    this.target = { url: config.WHATSAPP_WEBHOOK_URL, appSecret: config.WHATSAPP_APP_SECRET, verifyToken: config.WHATSAPP_VERIFY_TOKEN };
  }

  get url(): string | undefined {
    return this.target.url;
  }

  retarget(target: Partial<WebhookTarget>): void {
    Object.assign(this.target, target);
  }

  /** Posts exactly these bytes with their signature. Never throws: without a response, the answer has no `status`. */
  async post(body: Buffer): Promise<WebhookAnswer> {
    const startedAt = performance.now();
    try {
      const response = await request(this.target.url!, {
        method: 'POST',
        dispatcher: this.agent,
        body,
        headers: {
          'content-type': 'application/json',
          'user-agent': 'facebookexternalua',
          'x-hub-signature-256': signBody(body, this.target.appSecret),
        },
      });
      await response.body.dump();
      return { status: response.statusCode, ms: Math.round(performance.now() - startedAt) };
    } catch (error) {
      return { ms: Math.round(performance.now() - startedAt), error: reasonOf(error) };
    }
  }

  /** The handshake that Meta does when a callback address is saved. */
  async verify(): Promise<{ verified: boolean; status?: number; reason?: string }> {
    const challenge = randomBytes(8).readUInt32BE(0).toString();
    const url = new URL(this.target.url!);
    url.search = new URLSearchParams({
      'hub.mode': 'subscribe',
      'hub.challenge': challenge,
      'hub.verify_token': this.target.verifyToken,
    }).toString();
    try {
      const response = await request(url, { dispatcher: this.agent, headers: { 'user-agent': 'facebookexternalua' } });
      const text = await response.body.text();
      if (response.statusCode !== 200) return { verified: false, status: response.statusCode, reason: `answered ${response.statusCode}` };
      return text === challenge
        ? { verified: true, status: 200 }
        : { verified: false, status: 200, reason: 'answered 200 but did not repeat the challenge' };
    } catch (error) {
      return { verified: false, reason: reasonOf(error) };
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await this.agent.destroy();
  }
}

function reasonOf(error: unknown): string {
  const { code, message } = error as { code?: string; message?: string };
  switch (code) {
    case 'ECONNREFUSED':
      return 'nobody listens at the webhook address';
    case 'UND_ERR_HEADERS_TIMEOUT':
    case 'UND_ERR_BODY_TIMEOUT':
      return 'no answer in 20 s';
    case 'UND_ERR_CONNECT_TIMEOUT':
      return 'no connection in 5 s';
    case 'UND_ERR_SOCKET':
    case 'ECONNRESET':
      return 'the connection was closed before an answer';
    default:
      return message || code || 'unknown failure';
  }
}
