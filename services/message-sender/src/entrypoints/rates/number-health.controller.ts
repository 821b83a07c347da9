import { Controller, Get, Param } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, idOf, TenantId } from '#service-kit';
import { NumberHealthHandler } from '../../handlers/rates/number-health.handler.js';
import { NumberHealthDto } from './number-health.dto.js';

@ApiTags('Messages')
@Controller('api/v1/outlets')
export class NumberHealthController {
  constructor(private readonly health: NumberHealthHandler) {}

  @Get(':id/health')
  @Allow('viewer', 'messages:read')
  @ApiOperation({
    operationId: 'Outlets_health',
    summary: 'How a number is: its rate, what waits and why, and what to do',
    description: 'Quality and limits are as Meta last reported them. Nothing is asked of WhatsApp; checking the outlet does that.',
  })
  @ApiOkResponse({ type: NumberHealthDto })
  async find(@TenantId() tenantId: string, @Param('id', idOf('outlet')) id: string): Promise<NumberHealthDto> {
    return this.health.execute(tenantId, id);
  }
}
