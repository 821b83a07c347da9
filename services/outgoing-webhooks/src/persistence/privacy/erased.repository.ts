import { Injectable } from '@nestjs/common';
import { ErasedIds } from '#database';

@Injectable()
export class ErasedRepository extends ErasedIds {
  constructor() {
    // Longer than an event may be on its way: streams keep them for three days.
    super({ table: 'outgoing_webhooks.erased_lanes', column: 'lane', lock: 'erased-webhooks', keepDays: 14 });
  }
}
