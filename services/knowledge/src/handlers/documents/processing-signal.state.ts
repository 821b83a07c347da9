import { Injectable } from '@nestjs/common';

/** Tells the workers of this process that a document waits, so that they need not wait for the next sweep. */
@Injectable()
export class ProcessingSignal {
  #listener: (isQuick: boolean) => void = () => undefined;

  listen(listener: (isQuick: boolean) => void): void {
    this.#listener = listener;
  }

  /** @param isQuick whether it is one of those that are read together */
  notify(isQuick: boolean): void {
    this.#listener(isQuick);
  }
}
