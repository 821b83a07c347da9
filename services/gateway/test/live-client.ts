import { io, type Socket } from 'socket.io-client';
import { LOGGED_EVENTS } from '#contracts';

export type Payload = Record<string, any>;

export interface Heard {
  event: string;
  data: Payload;
}

const OTHERS = ['ready', 'assigned', 'resync', 'typing', 'draft', 'presence', 'ended'];

/** A client as the dashboard is one: keeps the positions it has seen, and connects again with them. Notes every gap and every double. */
export class LiveClient {
  readonly socket: Socket;
  readonly heard: Heard[] = [];
  readonly faults: string[] = [];
  readonly cursors: Record<string, number> = {};
  /** How often each message came as new. */
  readonly messages = new Map<string, number>();
  #hasBeenReady = false;

  /** @param resumes whether it gives its positions when it connects again */
  constructor(url: string, auth: Payload, options: { resumes?: boolean; cursors?: Record<string, number>; io?: object } = {}) {
    Object.assign(this.cursors, options.cursors);
    const resumed = (): Payload =>
      (this.#hasBeenReady || options.cursors) && options.resumes !== false ? { inboxes: { ...this.cursors } } : {};
    this.socket = io(`${url}/live`, {
      auth: (give) => give({ ...resumed(), ...auth }),
      transports: ['websocket'],
      forceNew: true,
      reconnectionDelay: 50,
      reconnectionDelayMax: 300,
      ...options.io,
    });
    for (const event of [...LOGGED_EVENTS, ...OTHERS]) this.socket.on(event, (data: Payload) => this.#hear(event, data));
  }

  of(event: string): Payload[] {
    return this.heard.filter((one) => one.event === event).map(({ data }) => data);
  }

  get readies(): number {
    return this.of('ready').length;
  }

  async ask(event: string, payload: unknown): Promise<Payload> {
    return this.socket.timeout(5_000).emitWithAck(event, payload) as Promise<Payload>;
  }

  /** As when the network goes: the connection is cut under the client, who does not know why. */
  drop(): void {
    (this.socket.io.engine as unknown as { transport: { ws?: { close(): void } } }).transport.ws?.close();
  }

  close(): void {
    this.socket.disconnect();
  }

  #hear(event: string, data: Payload): void {
    this.heard.push({ event, data });
    if (event === 'ready') {
      this.#hasBeenReady = true;
      Object.assign(this.cursors, data.inboxes);
    }
    if (event === 'resync') Object.assign(this.cursors, data.inboxes);
    if (typeof data.inboxSeq === 'number') {
      const expected = (this.cursors[data.outletId] ?? 0) + 1;
      if (data.inboxSeq !== expected) this.faults.push(`${event} ${data.inboxSeq} instead of ${expected}`);
      this.cursors[data.outletId] = data.inboxSeq;
    }
    if (event === 'message') {
      const { id } = data.message as { id: string };
      this.messages.set(id, (this.messages.get(id) ?? 0) + 1);
    }
  }
}
