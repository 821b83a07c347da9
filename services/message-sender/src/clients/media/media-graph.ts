import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Agent } from 'undici';
import { GraphClient } from '#whatsapp';
import type { Config } from '../../config.js';

/** The Graph API for files, over connections of their own: a large one takes none from a message. */
@Injectable()
export class MediaGraph extends GraphClient implements OnApplicationShutdown {
  constructor(
    config: Config,
    private readonly agent = new Agent({ connections: config.MEDIA_CONCURRENCY * 2, pipelining: 1 }),
  ) {
    super({
      baseUrl: config.WHATSAPP_GRAPH_URL,
      version: config.WHATSAPP_GRAPH_VERSION,
      timeoutMs: config.GRAPH_TIMEOUT_MS,
      transferTimeoutMs: config.MEDIA_TIMEOUT_MS,
      dispatcher: agent,
    });
  }

  // What is cut off is still in its queue.
  async onApplicationShutdown(): Promise<void> {
    await Promise.all([this.agent.destroy(), this.close()]);
  }
}
