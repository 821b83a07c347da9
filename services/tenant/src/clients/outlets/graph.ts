import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Agent } from 'undici';
import { CONFIG } from '#service-kit';
import { GraphClient } from '#whatsapp';
import type { Config } from '../../config.js';

const BRISK_MS = 5_000;

/** The Graph API, over connections that close with the service. */
@Injectable()
export class Graph implements OnApplicationShutdown {
  readonly #agent = new Agent({ connections: 4, pipelining: 1 });
  readonly client: GraphClient;
  /** With a short timeout, for several questions in a row while somebody waits. */
  readonly brisk: GraphClient;

  constructor(@Inject(CONFIG) config: Config) {
    const client = (timeoutMs: number): GraphClient =>
      new GraphClient({
        baseUrl: config.WHATSAPP_GRAPH_URL,
        version: config.WHATSAPP_GRAPH_VERSION,
        timeoutMs,
        dispatcher: this.#agent,
      });
    this.client = client(config.GRAPH_TIMEOUT_MS);
    this.brisk = client(Math.min(config.GRAPH_TIMEOUT_MS, BRISK_MS));
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#agent.close();
  }
}
