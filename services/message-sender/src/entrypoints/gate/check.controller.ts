import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, Problem, TenantId } from '#service-kit';
import { CheckMessageHandler } from '../../handlers/gate/check-message.handler.js';
import { CheckedMessageDto, CheckMessageQuery } from './check.dto.js';

@ApiTags('Messages')
@Controller('api/v1/messages/check')
export class CheckController {
  constructor(private readonly checkMessage: CheckMessageHandler) {}

  @Get()
  @Allow('viewer', 'messages:read')
  @ApiOperation({
    summary: 'Whether a message may be sent',
    description:
      'By the same rules as POST /messages, and nothing is sent: every reason that speaks against it, and what could be sent instead.',
  })
  @ApiOkResponse({ type: CheckedMessageDto })
  check(@TenantId() tenantId: string, @Query() query: CheckMessageQuery): Promise<CheckedMessageDto> {
    const { outletId, to, purpose, templateId, name, language, parameters } = query;
    const isNamed = templateId !== undefined || name !== undefined;
    const type = query.type ?? (isNamed ? 'template' : 'text');
    if (isNamed && type !== 'template') {
      throw Problem.invalid([
        { field: templateId === undefined ? 'name' : 'templateId', message: 'only messages of type template have a template' },
      ]);
    }
    if (!isNamed && type === 'template') {
      throw Problem.invalid([{ field: 'templateId', message: 'templateId, or name and language, must say which template' }]);
    }
    const template = {
      ...(templateId === undefined ? {} : { templateId }),
      ...(name === undefined ? {} : { name }),
      ...(language === undefined ? {} : { language }),
      ...(parameters === undefined ? {} : { parameters: JSON.parse(parameters) as unknown }),
    };
    return this.checkMessage.execute(tenantId, { outletId, to, type, purpose, ...(isNamed ? { template } : {}) });
  }
}
