import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Agent } from 'undici';
import { GraphClient } from '#whatsapp';
import type { Config } from '../../config.js';

const CONNECTIONS = 4;
const MAX_TIMEOUT_MS = 3_000;

/** The Graph API for read marks, over few connections of their own: a mark that hangs takes none from a message. */
@Injectable()
export class ReadMarks extends GraphClient implements OnApplicationShutdown {
  constructor(
    config: Config,
    private readonly agent = new Agent({ connections: CONNECTIONS, pipelining: 1 }),
  ) {
    super({
      baseUrl: config.WHATSAPP_GRAPH_URL,
      version: config.WHATSAPP_GRAPH_VERSION,
      timeoutMs: Math.min(config.GRAPH_TIMEOUT_MS, MAX_TIMEOUT_MS),
      dispatcher: agent,
    });
  }

  // Nobody waits for a courtesy.
  async onApplicationShutdown(): Promise<void> {
    await this.agent.destroy();
  }
}
