import { Controller } from '@nestjs/common';
import { flowMoved, type EventOf } from '#contracts';
import { Consumes } from '#messaging';
import { ApplyFlowHandler } from '../../handlers/flows/apply-flow.handler.js';

@Controller()
export class FlowMovedConsumer {
  constructor(private readonly applyFlow: ApplyFlowHandler) {}

  @Consumes(flowMoved)
  onFlowMoved(event: EventOf<typeof flowMoved>): Promise<void> {
    return this.applyFlow.execute(event);
  }
}
