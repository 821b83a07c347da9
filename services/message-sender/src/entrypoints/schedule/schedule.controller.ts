import { Controller, Delete, HttpCode, Param } from '@nestjs/common';
import { ApiConflictResponse, ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Actor, Allow, By, idOf, ProblemDto, TenantId } from '#service-kit';
import { CancelMessageHandler } from '../../handlers/schedule/cancel-message.handler.js';

@ApiTags('Messages')
@Controller('api/v1/messages')
export class ScheduleController {
  constructor(private readonly cancelMessage: CancelMessageHandler) {}

  @Delete(':id')
  @HttpCode(204)
  @Allow('agent', 'messages:write')
  @ApiOperation({
    operationId: 'Messages_cancel',
    summary: 'Cancel a message that has not left',
    description: 'One that waits for its time, or in the queue. Cancelling it again changes nothing.',
  })
  @ApiNoContentResponse()
  @ApiConflictResponse({ description: 'message_left', type: ProblemDto })
  async cancel(@TenantId() tenantId: string, @Param('id', idOf('message')) id: string, @By() by: Actor): Promise<void> {
    await this.cancelMessage.execute(tenantId, id, by);
  }
}
