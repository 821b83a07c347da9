import { WebSocketServer } from 'ws';
import { serveCalls } from '../rig/calls.js';

/** What there is at most: `ws`, without rooms, log, positions or anything else. Sends the same bytes to everybody who is connected. */

export interface Calls {
  listen(options: Record<string, never>): Promise<{ url: string }>;
  /** @param options.frame one message as it goes over the wire; its inboxSeq counts up from `first` */
  broadcast(options: { frame: string; first: number; count: number }): Promise<void>;
}

const AT_ONCE = 20;
/** As much as Node's own sockets take before they ask for a pause. */
const MAX_BUFFERED = 256 * 1024;

const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false, autoPong: true });

serveCalls<Calls>({
  listen: async () => {
    if (!server.address()) await new Promise((resolve) => server.once('listening', resolve));
    return { url: `ws://127.0.0.1:${(server.address() as { port: number }).port}` };
  },
  broadcast: async ({ frame, first, count }) => {
    for (let index = 0; index < count; index++) {
      const message = frame.replace(/"inboxSeq":\d+/, `"inboxSeq":${first + index}`);
      for (const client of server.clients) client.send(message);
      if (index % AT_ONCE !== AT_ONCE - 1) continue;
      do await new Promise((resolve) => setImmediate(resolve));
      while ([...server.clients].some((client) => client.bufferedAmount > MAX_BUFFERED));
    }
  },
});
