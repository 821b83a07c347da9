import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Agent } from 'undici';
import { CONFIG } from '#service-kit';
import { GraphClient } from '#whatsapp';
import type { Config } from '../config.js';

/** The Graph API, over connections of its own that end with the service. */
@Injectable()
export class Graph implements OnApplicationShutdown {
  readonly #agent = new Agent({ connections: 4, pipelining: 1 });
  readonly client: GraphClient;

  constructor(@Inject(CONFIG) config: Config) {
    this.client = new GraphClient({
      baseUrl: config.WHATSAPP_GRAPH_URL,
      version: config.WHATSAPP_GRAPH_VERSION,
      timeoutMs: config.GRAPH_TIMEOUT_MS,
      dispatcher: this.#agent,
    });
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#agent.close();
  }
}
