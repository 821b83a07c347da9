import { Controller, Get } from '@nestjs/common';
import { ApiForbiddenResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AnyApiKey, Caller, ProblemDto, TenantId, type Identity } from '#service-kit';
import { DescribeApiKeyHandler } from '../../handlers/keys/describe-api-key.handler.js';
import { OwnApiKeyDto } from './api-keys.dto.js';

@ApiTags('API keys')
@Controller('api/v1/auth/api-key')
export class OwnApiKeyController {
  constructor(private readonly describeApiKey: DescribeApiKeyHandler) {}

  @AnyApiKey()
  @Get()
  @ApiOperation({ summary: 'What the API key of this call may do. Every key may ask, whatever its scopes.' })
  @ApiOkResponse({ type: OwnApiKeyDto })
  @ApiForbiddenResponse({ description: 'forbidden: a person called, not an API key', type: ProblemDto })
  async own(@TenantId() tenantId: string, @Caller() caller: Identity): Promise<OwnApiKeyDto> {
    return this.describeApiKey.execute(tenantId, caller.subject);
  }
}
