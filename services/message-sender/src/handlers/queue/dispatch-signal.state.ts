import { Injectable } from '@nestjs/common';
import { Wake } from '#service-kit';

/** Something may leave now. */
@Injectable()
export class DispatchSignal extends Wake {
  /** Whether the last claim has seen, or the present one may see, messages that wait for another one of their lane. */
  isLaneAwaited = false;

  /** A message was settled: what waits behind it may leave. */
  laneFreed(): void {
    if (this.isLaneAwaited) this.wake();
  }
}
