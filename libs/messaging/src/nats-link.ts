import { connect, type NatsConnection } from '@nats-io/transport-node';
import { jetstream, jetstreamManager, type JetStreamClient, type JetStreamManager } from '@nats-io/jetstream';
import type { Logger } from '#service-kit';
import { inboxOf } from './nats-users.js';

/**
 * The connection to NATS. It never gives up and never blocks a start: a service that can work without NATS (the webhook journal)
 * does, and what it has to tell waits in its outbox.
 */
export class NatsLink {
  readonly #onConnect: ((connection: NatsConnection) => Promise<void>)[] = [];
  #connection: NatsConnection | undefined;
  #up = false;
  #settingUp = 0;
  #closed = false;
  #streams: JetStreamClient | undefined;

  constructor(
    private readonly url: string,
    private readonly name: string,
    private readonly logger: Pick<Logger, 'debug' | 'warn'>,
  ) {}

  /** Work for every time that the connection is made or made again; it is repeated until it succeeds. */
  onConnect(work: (connection: NatsConnection) => Promise<void>): void {
    this.#onConnect.push(work);
  }

  start(): void {
    void this.#connect();
  }

  get isUp(): boolean {
    return this.#up;
  }

  /** Connected, and everything is set up that is to be on a connection. */
  get isReady(): boolean {
    return this.#up && this.#settingUp === 0;
  }

  /** @throws when NATS is away. */
  get connection(): NatsConnection {
    if (!this.#connection || !this.#up) throw new NatsUnavailable();
    return this.#connection;
  }

  get streams(): JetStreamClient {
    return (this.#streams ??= jetstream(this.connection));
  }

  async manager(): Promise<JetStreamManager> {
    return jetstreamManager(this.connection, { checkAPI: false });
  }

  async close(): Promise<void> {
    this.#closed = true;
    if (!this.#connection) return;
    if (this.#up) await this.#connection.drain().catch(() => undefined);
    else await this.#connection.close().catch(() => undefined);
  }

  async #connect(): Promise<void> {
    while (!this.#closed) {
      try {
        const url = new URL(this.url.includes('://') ? this.url : `nats://${this.url}`);
        this.#connection = await connect({
          servers: url.host,
          ...(url.username && url.password ? { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) } : {}),
          ...(url.username && !url.password ? { token: decodeURIComponent(url.username) } : {}),
          name: this.name,
          // A service hears only what is said to itself: its user may listen nowhere else.
          inboxPrefix: inboxOf(this.name.split(':', 1)[0]!),
          // Otherwise an Error, with its stack, is made for every request in case it should fail.
          noAsyncTraces: true,
          // Also bounds a handshake whose server died in the middle, which the client does not notice by itself.
          timeout: 2_000,
          maxReconnectAttempts: -1,
          // A token that is wrong for a while (a rotation) is no reason to give up.
          ignoreAuthErrorAbort: true,
          reconnectTimeWait: 250,
          reconnectJitter: 250,
          pingInterval: 5_000,
          maxPingOut: 2,
        });
        break;
      } catch (error) {
        this.logger.debug('NATS cannot be reached yet', { reason: (error as Error).message });
        await new Promise((resolve) => setTimeout(resolve, 500));
      }
    }
    const connection = this.#connection;
    if (!connection) return;
    if (this.#closed) return void (await connection.close());
    void this.#watch(connection);
    await this.#connected(connection);
  }

  async #watch(connection: NatsConnection): Promise<void> {
    for await (const status of connection.status()) {
      if (status.type === 'disconnect') {
        this.#up = false;
        this.logger.warn('NATS connection lost');
      } else if (status.type === 'reconnect') {
        void this.#connected(connection);
      }
    }
    this.#up = false;
    // The client has given up, whatever the reason: a new connection takes its place.
    this.#streams = undefined;
    if (!this.#closed) void this.#connect();
  }

  /** In the order of registration; a work that fails is repeated beside the others and does not hold them up. */
  async #connected(connection: NatsConnection): Promise<void> {
    this.#up = true;
    for (const work of this.#onConnect) {
      this.#settingUp++;
      const isDone = await this.#attempt(work, connection);
      if (isDone) this.#settingUp--;
      else void this.#repeat(work, connection).finally(() => this.#settingUp--);
    }
  }

  async #repeat(work: (connection: NatsConnection) => Promise<void>, connection: NatsConnection): Promise<void> {
    while (this.#up && !this.#closed && this.#connection === connection) {
      await new Promise((resolve) => setTimeout(resolve, 500));
      if (await this.#attempt(work, connection)) return;
    }
  }

  async #attempt(work: (connection: NatsConnection) => Promise<void>, connection: NatsConnection): Promise<boolean> {
    try {
      await work(connection);
      return true;
    } catch (error) {
      this.logger.warn('set-up after the NATS connection failed, trying again', error as Error);
      return false;
    }
  }
}

export class NatsUnavailable extends Error {
  constructor() {
    super('NATS cannot be reached');
  }
}
