import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Agent } from 'undici';
import { GraphTemplates } from '#whatsapp';
import type { Config } from '../../config.js';

const CONNECTIONS = 8;
/** Somebody waits for the answer. */
const MAX_TIMEOUT_MS = 5_000;

/** The Graph API for templates, over few connections of their own: a slow page takes none from a message. */
@Injectable()
export class TemplateGraph extends GraphTemplates implements OnApplicationShutdown {
  constructor(
    config: Config,
    private readonly agent = new Agent({ connections: CONNECTIONS, pipelining: 1 }),
  ) {
    super({
      baseUrl: config.WHATSAPP_GRAPH_URL,
      version: config.WHATSAPP_GRAPH_VERSION,
      timeoutMs: Math.min(config.GRAPH_TIMEOUT_MS, MAX_TIMEOUT_MS),
      transferTimeoutMs: config.MEDIA_TIMEOUT_MS,
      dispatcher: agent,
    });
  }

  // A reading goes on from its last page; a change that is cut off is found by the next reading.
  async onApplicationShutdown(): Promise<void> {
    await Promise.all([this.agent.destroy(), this.close()]);
  }
}
