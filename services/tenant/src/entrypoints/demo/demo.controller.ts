import { Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiNotFoundResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, By, Caller, ProblemDto, Public, TenantId, type Identity } from '#service-kit';
import type { Actor } from '../../domain/audit/audit.js';
import { DemoHandler } from '../../handlers/demo/demo.handler.js';
import { OutletDto } from '../outlets/outlets.dto.js';
import { DemoDto } from './demo.dto.js';

const NO_DEMO = { description: 'not_found: this installation is no demo', type: ProblemDto };

@ApiTags('Demo')
@Controller('api/v1/demo')
export class DemoController {
  constructor(private readonly demo: DemoHandler) {}

  @Public()
  @Get()
  @ApiOperation({ summary: 'The log-ins of the demo, and where its phone is. Only the demo of npm start has any.' })
  @ApiOkResponse({ type: DemoDto })
  @ApiNotFoundResponse(NO_DEMO)
  get(): DemoDto {
    return this.demo.describe();
  }

  @Allow('admin', 'outlets:write')
  @Post('outlets')
  @HttpCode(200)
  @ApiOperation({ summary: 'Give your tenant a number of the simulator, to try it with the phone in the browser; always the same one' })
  @ApiOkResponse({ type: OutletDto })
  @ApiNotFoundResponse(NO_DEMO)
  async connect(@TenantId() tenantId: string, @Caller() caller: Identity, @By() by: Actor): Promise<OutletDto> {
    return this.demo.connect(tenantId, caller, by);
  }
}
