import { Controller, Get, Param, ParseUUIDPipe } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, Caller, pathTenant, type Identity } from '#service-kit';
import { ListWarningsHandler } from '../../handlers/warnings/list-warnings.handler.js';
import { QuotaWarningsDto } from './warnings.dto.js';

@ApiTags('Billing')
@Controller('api/v1/billing/tenants/:tenantId/warnings')
export class WarningsController {
  constructor(private readonly warnings: ListWarningsHandler) {}

  @Allow('admin', 'billing:read')
  @Get()
  @ApiOperation({
    summary: 'List limits of the plan of which 80 % and more is used',
    description:
      'As it stands now. Owners and admins also get a mail the first time in a month, and your systems the webhook `quota.warned`.',
  })
  @ApiOkResponse({ type: QuotaWarningsDto })
  async list(@Caller() caller: Identity, @Param('tenantId', ParseUUIDPipe) tenantId: string): Promise<QuotaWarningsDto> {
    return { items: await this.warnings.execute(pathTenant(caller, tenantId)) };
  }
}
