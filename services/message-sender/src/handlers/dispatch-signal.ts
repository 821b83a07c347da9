import { Injectable } from '@nestjs/common';

/** Tells the dispatcher of this process that something may leave now. The sweep finds what nobody told of. */
@Injectable()
export class DispatchSignal {
  #listener: () => void = () => undefined;

  onWake(listener: () => void): void {
    this.#listener = listener;
  }

  wake(): void {
    this.#listener();
  }
}
