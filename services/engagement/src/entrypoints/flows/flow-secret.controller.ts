import { Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { type Actor, Allow, By, TenantId } from '#service-kit';
import { FlowSecretHandler } from '../../handlers/flows/flow-secret.handler.js';

export class FlowSecretDto {
  @ApiProperty({ example: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw1zNtT6S3e1I=', description: 'It is shown this once' }) secret!: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: null, description: 'Until when the former one signs too' })
  formerUntil!: string | null;
}

@ApiTags('Flows')
@Controller('api/v1/flows/call-secret')
export class FlowSecretController {
  constructor(private readonly secret: FlowSecretHandler) {}

  @Post()
  @HttpCode(200)
  @Allow('admin', 'campaigns:write')
  @ApiOperation({
    operationId: 'Flows_makeCallSecret',
    summary: 'Make a new secret for the calls of flows',
    description:
      'Steps of the kind `call` are signed as Standard Webhooks say (webhook-id, webhook-timestamp, webhook-signature), a GET over an empty body. The former secret signs beside the new one for a day.',
  })
  @ApiOkResponse({ type: FlowSecretDto })
  make(@TenantId() tenantId: string, @By() by: Actor): Promise<FlowSecretDto> {
    return this.secret.rotate(tenantId, by);
  }
}
