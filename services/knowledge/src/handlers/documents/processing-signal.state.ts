import { Injectable } from '@nestjs/common';
import { Wake } from '#service-kit';

/** A document waits to be read. */
@Injectable()
export class ProcessingSignal {
  readonly #quick = new Wake();
  readonly #slow = new Wake();

  /** @param isQuick for those that are read together */
  of(isQuick: boolean): Wake {
    return isQuick ? this.#quick : this.#slow;
  }
}
