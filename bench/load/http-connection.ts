import { connect, type Socket } from 'node:net';

interface Pending {
  resolve: (status: number) => void;
  reject: (error: Error) => void;
}

/**
 * One keep-alive HTTP/1.1 connection that sends requests prepared as bytes, one at a time. It does less than any HTTP client, so
 * that on a machine shared with the server little of the CPU goes into asking.
 */
export class HttpConnection {
  #socket: Socket | undefined;
  #pending: Pending | undefined;
  #buffered = '';

  constructor(
    private readonly host: string,
    private readonly port: number,
  ) {}

  async open(): Promise<void> {
    const socket = connect({ host: this.host, port: this.port, noDelay: true });
    await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject));
    socket.setEncoding('latin1');
    socket.on('data', (text: string) => this.#take(text));
    socket.on('error', (error) => this.#fail(error));
    socket.on('close', () => this.#fail(new Error('the server closed the connection')));
    this.#socket = socket;
  }

  /** @returns the status of the answer; rejects when the connection breaks first. A broken connection is opened again. */
  async request(bytes: Buffer): Promise<number> {
    if (!this.#socket) await this.open();
    return new Promise((resolve, reject) => {
      this.#pending = { resolve, reject };
      this.#socket!.write(bytes);
    });
  }

  close(): void {
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.destroy();
  }

  #take(text: string): void {
    this.#buffered = this.#buffered === '' ? text : this.#buffered + text;
    const headEnd = this.#buffered.indexOf('\r\n\r\n');
    if (headEnd < 0) return;
    const head = this.#buffered.slice(0, headEnd).toLowerCase();
    const length = /\r\ncontent-length: *(\d+)/.exec(head)?.[1];
    const status = Number(head.slice(9, 12));
    if (length === undefined && status !== 204) {
      this.#socket?.destroy(new Error('an answer without content-length'));
      return;
    }
    const end = headEnd + 4 + Number(length ?? 0);
    if (this.#buffered.length < end) return;
    this.#buffered = this.#buffered.slice(end);
    const pending = this.#pending;
    this.#pending = undefined;
    pending?.resolve(status);
  }

  #fail(error: Error): void {
    this.#socket = undefined;
    this.#buffered = '';
    const pending = this.#pending;
    this.#pending = undefined;
    pending?.reject(error);
  }
}
