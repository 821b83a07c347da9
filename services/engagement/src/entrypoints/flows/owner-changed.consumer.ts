import { Controller } from '@nestjs/common';
import { ownerChanged, type EventOf } from '#contracts';
import { ConsumesBatch } from '#messaging';
import { StopFlowsHandler } from '../../handlers/flows/stop-flows.handler.js';

/** Who has conversations. A batch is never empty and of one tenant. */
@Controller()
export class OwnerChangedConsumer {
  constructor(private readonly stopFlows: StopFlowsHandler) {}

  @ConsumesBatch(ownerChanged, { batch: 100, waitMs: 0 })
  async onOwnerChanged(events: EventOf<typeof ownerChanged>[]): Promise<void> {
    await this.stopFlows.execute(events);
  }
}
