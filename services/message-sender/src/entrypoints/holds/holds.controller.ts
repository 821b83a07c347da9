import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Actor, Allow, By, idOf, TenantId } from '#service-kit';
import { ListHoldsHandler } from '../../handlers/holds/list-holds.handler.js';
import { PlaceHoldHandler } from '../../handlers/holds/place-hold.handler.js';
import { ResumeHoldHandler } from '../../handlers/holds/resume-hold.handler.js';
import { HoldDto, HoldPageDto, PlaceHoldBody } from './holds.dto.js';

@ApiTags('Messages')
@Controller('api/v1/messages/holds')
export class HoldsController {
  constructor(
    private readonly listHolds: ListHoldsHandler,
    private readonly placeHold: PlaceHoldHandler,
    private readonly resumeHold: ResumeHoldHandler,
  ) {}

  @Get()
  @Allow('viewer', 'messages:read')
  @ApiOperation({ operationId: 'Messages_holds', summary: 'Holds: why messages wait in the queue' })
  @ApiOkResponse({ type: HoldPageDto })
  async holds(@TenantId() tenantId: string): Promise<HoldPageDto> {
    return { items: await this.listHolds.execute(tenantId), nextCursor: null };
  }

  @Post()
  @Allow('admin', 'messages:write')
  @ApiOperation({
    operationId: 'Messages_hold',
    summary: 'Hold the messages of a number, or all messages',
    description:
      'From now on nothing leaves that the hold is for: messages wait in the queue, and none is lost. A hold that was placed for the same before is replaced.',
  })
  @ApiCreatedResponse({ type: HoldDto })
  async hold(@TenantId() tenantId: string, @Body() body: PlaceHoldBody, @By() by: Actor): Promise<HoldDto> {
    const { outletId, reason, until } = body;
    return this.placeHold.execute(tenantId, { outletId, reason, until: until ? new Date(until) : undefined }, by);
  }

  @Delete(':id')
  @HttpCode(204)
  @Allow('agent', 'messages:write')
  @ApiOperation({ operationId: 'Messages_resume', summary: 'Lift a hold and send what waits behind it' })
  @ApiNoContentResponse()
  async resume(@TenantId() tenantId: string, @Param('id', idOf('hold')) id: string, @By() by: Actor): Promise<void> {
    await this.resumeHold.execute(tenantId, id, by);
  }
}
