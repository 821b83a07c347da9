import type { NatsConnection } from '@nats-io/transport-node';
import { NatsLink } from './nats-link.js';
import { ensureCatalog } from './streams.js';

const AGAIN_MS = 500;
/** What JetStream tells when one of them is gone. */
const GONE = ['$JS.EVENT.ADVISORY.STREAM.DELETED.>', '$JS.EVENT.ADVISORY.CONSUMER.DELETED.>'];

/**
 * Keeps every stream and durable of the catalog in being, for services whose users may create none: a server that comes back without
 * them, or loses one while it runs, has them again within a moment.
 */
export class StreamKeeper {
  readonly #link: NatsLink;
  readonly #first = Promise.withResolvers<void>();
  #watched: NatsConnection | undefined;
  #isEnsuring = false;
  #isWanted = false;
  #isStopped = false;

  /** @param url of a user who may do everything with JetStream */
  constructor(
    url: string,
    private readonly logger: ConstructorParameters<typeof NatsLink>[2],
  ) {
    this.#link = new NatsLink(url, 'keeper', logger);
  }

  /** Resolves when everything is there for the first time, or it was stopped before. */
  async start(): Promise<void> {
    this.#link.onConnect(async (connection) => {
      this.#watch(connection);
      await ensureCatalog(await this.#link.manager());
      this.#first.resolve();
    });
    this.#link.start();
    await this.#first.promise;
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#first.resolve();
    await this.#link.close();
  }

  #watch(connection: NatsConnection): void {
    // The client takes its subscriptions along when it reconnects by itself.
    if (this.#watched === connection) return;
    this.#watched = connection;
    for (const subject of GONE) connection.subscribe(subject, { callback: () => void this.#restore() });
  }

  async #restore(): Promise<void> {
    this.#isWanted = true;
    if (this.#isEnsuring) return;
    this.#isEnsuring = true;
    while (this.#isWanted && !this.#isStopped) {
      this.#isWanted = false;
      try {
        await ensureCatalog(await this.#link.manager());
      } catch (error) {
        this.logger.debug('streams could not be restored yet', { reason: (error as Error).message });
        this.#isWanted = true;
        await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
      }
    }
    this.#isEnsuring = false;
  }
}
