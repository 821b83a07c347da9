import { Controller, Delete, Get, HttpCode, Param } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, idOf, TenantId } from '#service-kit';
import { ListHoldsHandler } from '../../handlers/holds/list-holds.handler.js';
import { ResumeHoldHandler } from '../../handlers/holds/resume-hold.handler.js';
import { HoldPageDto } from './holds.dto.js';

@ApiTags('Messages')
@Controller('api/v1/messages/holds')
export class HoldsController {
  constructor(
    private readonly listHolds: ListHoldsHandler,
    private readonly resumeHold: ResumeHoldHandler,
  ) {}

  @Get()
  @Allow('viewer', 'messages:read')
  @ApiOperation({ operationId: 'Messages_holds', summary: 'Holds: why messages wait in the queue' })
  @ApiOkResponse({ type: HoldPageDto })
  async holds(@TenantId() tenantId: string): Promise<HoldPageDto> {
    return { items: await this.listHolds.execute(tenantId), nextCursor: null };
  }

  @Delete(':id')
  @HttpCode(204)
  @Allow('agent', 'messages:write')
  @ApiOperation({ operationId: 'Messages_resume', summary: 'Lift a hold and send what waits behind it' })
  @ApiNoContentResponse()
  async resume(@TenantId() tenantId: string, @Param('id', idOf('hold')) id: string): Promise<void> {
    await this.resumeHold.execute(tenantId, id);
  }
}
