import { Injectable } from '@nestjs/common';

/** Tells this process that a file waits to be fetched or uploaded. The sweep finds what nobody told of. */
@Injectable()
export class MediaSignal {
  #listener: () => void = () => undefined;

  onWake(listener: () => void): void {
    this.#listener = listener;
  }

  wake(): void {
    this.#listener();
  }
}
