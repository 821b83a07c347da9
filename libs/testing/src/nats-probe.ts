import { connect, type Socket } from 'node:net';

/**
 * A client that says to a NATS server exactly what it is told, in the server's own protocol (docs.nats.io, "Client Protocol"), and hears
 * whether that was allowed: for specs that try what a user may do.
 */
export class NatsProbe {
  #received = '';
  #heard: () => void = () => undefined;
  #subscriptions = 0;

  private constructor(private readonly socket: Socket) {
    socket.on('data', (chunk) => {
      this.#received += chunk.toString('latin1');
      this.#heard();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => this.#heard());
  }

  /** @throws where the server does not take the credentials */
  static async connect(url: string): Promise<NatsProbe> {
    const { hostname, port, username, password } = new URL(url);
    const [user, pass] = [decodeURIComponent(username), decodeURIComponent(password)];
    const credentials = pass ? { user, pass } : user ? { auth_token: user } : {};
    const probe = new NatsProbe(connect(Number(port), hostname));
    const refused = await probe.#ask(`CONNECT ${JSON.stringify({ verbose: false, pedantic: false, headers: true, ...credentials })}\r\n`);
    if (refused) throw new Error(refused);
    return probe;
  }

  /** @returns whether the user may */
  async publish(subject: string, options: { payload?: string; reply?: string } = {}): Promise<boolean> {
    const { payload = '', reply = '' } = options;
    return !(await this.#ask(`PUB ${subject} ${reply}${reply && ' '}${Buffer.byteLength(payload)}\r\n${payload}\r\n`));
  }

  /** @returns whether the user may */
  async subscribe(subject: string): Promise<boolean> {
    return !(await this.#ask(`SUB ${subject} ${++this.#subscriptions}\r\n`));
  }

  close(): void {
    this.socket.destroy();
  }

  /** @returns what the server has against it, if anything. It answers in order: its PONG comes after every word about what went before. */
  async #ask(words: string): Promise<string | undefined> {
    this.#received = '';
    this.socket.write(`${words}PING\r\n`);
    while (!/(^|\n)PONG\r\n/.test(this.#received) && !this.socket.destroyed) await new Promise<void>((heard) => (this.#heard = heard));
    const [, error] = /(?:^|\n)-ERR '?(.*?)'?\r\n/.exec(this.#received) ?? [];
    return error ?? (/(^|\n)PONG\r\n/.test(this.#received) ? undefined : 'the server ended the connection');
  }
}
