import type { CpuProfile } from '../measure/cpu-profile.js';

interface Reply {
  id?: number;
  result?: unknown;
  error?: { message: string };
}

/** Takes CPU profiles of a Node process that runs with `--inspect`, for as long as one is wanted (Chrome DevTools Protocol). */
export class Profiler {
  readonly #waiting = new Map<number, PromiseWithResolvers<unknown>>();
  #lastId = 0;

  private constructor(private readonly socket: WebSocket) {
    socket.addEventListener('message', ({ data }) => {
      const { id, result, error } = JSON.parse(String(data)) as Reply;
      const asked = id === undefined ? undefined : this.#waiting.get(id);
      if (error) asked?.reject(new Error(error.message));
      else asked?.resolve(result);
    });
  }

  static async attach(port: number): Promise<Profiler> {
    const [target] = (await (await fetch(`http://127.0.0.1:${port}/json/list`)).json()) as { webSocketDebuggerUrl: string }[];
    const socket = new WebSocket(target!.webSocketDebuggerUrl);
    await new Promise((resolve, reject) => {
      socket.addEventListener('open', resolve);
      socket.addEventListener('error', () => reject(new Error('the inspector does not answer')));
    });
    const profiler = new Profiler(socket);
    await profiler.#send('Profiler.enable');
    await profiler.#send('Profiler.setSamplingInterval', { interval: 500 });
    return profiler;
  }

  async start(): Promise<void> {
    await this.#send('Profiler.start');
  }

  async stop(): Promise<CpuProfile> {
    return ((await this.#send('Profiler.stop')) as { profile: CpuProfile }).profile;
  }

  close(): void {
    this.socket.close();
  }

  #send(method: string, params: object = {}): Promise<unknown> {
    const asked = Promise.withResolvers<unknown>();
    this.#waiting.set(++this.#lastId, asked);
    this.socket.send(JSON.stringify({ id: this.#lastId, method, params }));
    return asked.promise;
  }
}
