import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Logger, Metrics } from '#service-kit';
import { GroupCommit } from '../../persistence/group-commit.js';
import { IngestConnection } from '../../persistence/ingest-connection.js';

/** So long after a commit the process counts as busy answering, and crowded if the commit was. */
const BUSY_FOR_MS = 50;

/** Keeps a webhook body, durably, and tells the splitter in this process. */
@Injectable()
export class JournalWebhookHandler implements OnApplicationShutdown {
  readonly #commits: GroupCommit;
  #onJournaled: () => void = () => undefined;
  #failing = false;
  #journaledAt = -Infinity;

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
        this.#journaledAt = performance.now();
        this.#onJournaled();
      },
      failed: (error) => {
        // An outage is one line in the log, not one a request.
        if (!this.#failing) logger.error('webhooks cannot be journaled; senders are asked to come back', error);
        this.#failing = true;
      },
    });
  }

  /** Resolves once the body is on disk. @throws when that is not certain; the sender must send it again. */
  execute(body: Buffer): Promise<void> {
    return this.#commits.add(body);
  }

  /** Called after every commit. */
  onJournaled(listener: () => void): void {
    this.#onJournaled = listener;
  }

  /** Whether requests press so hard that they share their commits; whoever else wants the processor should give way. */
  isCrowded(): boolean {
    return this.#commits.wasCrowded(BUSY_FOR_MS);
  }

  isBusy(): boolean {
    return performance.now() - this.#journaledAt < BUSY_FOR_MS;
  }

  // Runs after the server has answered its last request.
  async onApplicationShutdown(): Promise<void> {
    await this.#commits.drain();
    await this.ingest.close();
  }
}
