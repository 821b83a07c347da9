import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Logger, Metrics } from '#service-kit';
import { GroupCommit } from '../../persistence/webhooks/group-commit.js';
import { IngestConnection } from '../../persistence/webhooks/ingest-connection.js';
import { IngestPressure } from './ingest-pressure.state.js';

/** Stores a webhook body durably and wakes the splitting thread. */
@Injectable()
export class JournalWebhookHandler implements OnApplicationShutdown {
  readonly #commits: GroupCommit;
  #onAsleep: () => void = () => undefined;
  #failing = false;
  readonly pressure = new IngestPressure();

  constructor(
    private readonly ingest: IngestConnection,
    logger: Logger,
    metrics: Metrics,
  ) {
    const bodies = metrics.counter({ name: 'chasqui_webhooks_journaled_total', help: 'Webhook bodies made durable' });
    const commits = metrics.counter({ name: 'chasqui_webhook_commits_total', help: 'Commits that they shared' });
    this.#commits = new GroupCommit((batch) => this.ingest.insert(batch), {
      flushed: (rows) => {
        this.#failing = false;
        bodies.inc(rows);
        commits.inc();
        if (this.pressure.committed(rows)) this.#onAsleep();
      },
      failed: (error) => {
        // An outage logs one line, not one per request.
        if (!this.#failing) logger.error('webhooks cannot be journaled; senders are asked to come back', error);
        this.#failing = true;
      },
    });
  }

  /** Resolves once the body is on disk. @throws if that is not certain; the sender must send it again */
  execute(body: Buffer): Promise<void> {
    return this.#commits.add(body);
  }

  /** @param listener called after a commit while the splitting thread sleeps */
  onAsleep(listener: () => void): void {
    this.#onAsleep = listener;
  }

  // Runs after the server has answered its last request.
  async onApplicationShutdown(): Promise<void> {
    await this.#commits.drain();
    await this.ingest.close();
  }
}
