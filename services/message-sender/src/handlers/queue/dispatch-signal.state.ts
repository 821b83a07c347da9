import { Injectable } from '@nestjs/common';

/** Tells the dispatcher of this process that something may leave now. The sweep finds what nobody told of. */
@Injectable()
export class DispatchSignal {
  /** Whether the last claim has seen, or the present one may see, messages that wait for another one of their lane. */
  isLaneAwaited = false;
  #listener: () => void = () => undefined;

  onWake(listener: () => void): void {
    this.#listener = listener;
  }

  wake(): void {
    this.#listener();
  }

  /** A message was settled: what waits behind it may leave. */
  laneFreed(): void {
    if (this.isLaneAwaited) this.wake();
  }
}
