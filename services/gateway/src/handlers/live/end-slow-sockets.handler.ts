import { Injectable } from '@nestjs/common';
import { Problem } from '#service-kit';
import { LiveSockets } from './live-sockets.state.js';

/** Disconnects sockets that do not keep up: they resume, so that nothing is lost silently. */
@Injectable()
export class EndSlowSocketsHandler {
  constructor(private readonly sockets: LiveSockets) {}

  execute(): void {
    for (const socket of this.sockets.all) {
      if (!this.sockets.isTooSlow(socket)) continue;
      const detail = 'This connection was too slow for its events; connect again with the positions seen so far.';
      this.sockets.end(socket, 'too_slow', new Problem(408, 'too_slow', detail));
    }
  }
}
