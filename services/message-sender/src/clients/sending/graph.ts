import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Agent } from 'undici';
import { GraphClient } from '#whatsapp';
import type { Config } from '../../config.js';

/**
 * The Graph API for messages, over connections of its own: one for each request that may be under way, so that what was claimed is written at once and
 * no request waits for another's answer (a request that waits is still ours; one that was written may have been carried out).
 */
@Injectable()
export class Graph extends GraphClient implements OnApplicationShutdown {
  constructor(
    config: Config,
    private readonly agent = new Agent({ connections: config.SEND_CONCURRENCY, pipelining: 1 }),
  ) {
    super({
      baseUrl: config.WHATSAPP_GRAPH_URL,
      version: config.WHATSAPP_GRAPH_VERSION,
      timeoutMs: config.GRAPH_TIMEOUT_MS,
      dispatcher: agent,
    });
  }

  async onApplicationShutdown(): Promise<void> {
    await this.agent.close();
  }
}
