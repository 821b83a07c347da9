import { Injectable } from '@nestjs/common';

/** Tells the worker of this process that a document waits, so that it need not wait for the next sweep. */
@Injectable()
export class ProcessingSignal {
  #listener: () => void = () => undefined;

  listen(listener: () => void): void {
    this.#listener = listener;
  }

  notify(): void {
    this.#listener();
  }
}
