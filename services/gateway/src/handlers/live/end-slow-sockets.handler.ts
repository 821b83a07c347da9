import { Injectable } from '@nestjs/common';
import { Problem } from '#service-kit';
import { LiveSockets } from './live-sockets.state.js';

/** Nothing that people are to see is left out silently: who does not keep up is disconnected, and resumes. */
@Injectable()
export class EndSlowSocketsHandler {
  constructor(private readonly sockets: LiveSockets) {}

  execute(): void {
    for (const socket of this.sockets.all) {
      if (!this.sockets.isTooSlow(socket)) continue;
      const detail = 'More was waiting for this connection than is kept; connect again with the positions seen so far.';
      this.sockets.end(socket, 'too_slow', new Problem(408, 'too_slow', detail));
    }
  }
}
