import { Body, Controller, Get, HttpCode, Param, Post, Put, Query, Res } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
  ApiTooManyRequestsResponse,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';
import {
  type Actor,
  Allow,
  ApiIfMatch,
  By,
  type EtagReply,
  idOf,
  IfMatch,
  PeriodQuery,
  ProblemDto,
  readPeriod,
  taggedOnly,
  TenantId,
} from '#service-kit';
import { CodeSettingsHandler } from '../../handlers/codes/code-settings.handler.js';
import { ReadCodesHandler } from '../../handlers/codes/read-codes.handler.js';
import { SendCodeHandler } from '../../handlers/codes/send-code.handler.js';
import { VerifyCodeHandler } from '../../handlers/codes/verify-code.handler.js';
import {
  CodeAlertListDto,
  CodeDto,
  CodeFiguresDto,
  CodeSettingsBody,
  CodeSettingsDto,
  SendCodeBody,
  SentCodeDto,
  VerifiedCodeDto,
  VerifyCodeBody,
} from './codes.dto.js';

@ApiTags('One-time codes')
@Controller('api/v1/otp')
export class CodesController {
  constructor(
    private readonly sendCode: SendCodeHandler,
    private readonly verifyCode: VerifyCodeHandler,
    private readonly settings: CodeSettingsHandler,
    private readonly read: ReadCodesHandler,
  ) {}

  @Post('send')
  @HttpCode(202)
  @Allow('admin', 'codes:write')
  @ApiOperation({
    summary: 'Send a one-time code to a phone number, by a WhatsApp authentication template',
    description:
      'Each send makes a new code, and the one before counts no more: only a hash of it is kept. What becomes of the message: `GET /otp/{id}`. A 429 says in `Retry-After` when to try again.',
  })
  @ApiAcceptedResponse({ type: SentCodeDto })
  @ApiUnprocessableEntityResponse({ description: 'phone_required, otp_no_outlet, otp_no_template', type: ProblemDto })
  @ApiTooManyRequestsResponse({ description: 'otp_too_soon, otp_too_many, otp_unusual_traffic', type: ProblemDto })
  send(@TenantId() tenantId: string, @Body() body: SendCodeBody, @By() by: Actor): Promise<SentCodeDto> {
    return this.sendCode.execute(tenantId, { ...body, outletId: body.outletId?.toLowerCase() }, by);
  }

  @Post('verify')
  @HttpCode(200)
  @Allow('admin', 'codes:write')
  @ApiOperation({
    summary: 'Verify the code that a customer has typed: it is right once',
    description: 'A wrong one answers `otp_wrong`, with `attemptsLeft`. After the last attempt, or once it was right, it is `otp_spent`.',
  })
  @ApiOkResponse({ type: VerifiedCodeDto })
  @ApiUnprocessableEntityResponse({ description: 'otp_wrong, otp_expired, otp_spent, phone_required', type: ProblemDto })
  @ApiTooManyRequestsResponse({ description: 'otp_too_many', type: ProblemDto })
  verify(@TenantId() tenantId: string, @Body() body: VerifyCodeBody): Promise<VerifiedCodeDto> {
    return this.verifyCode.execute(tenantId, body);
  }

  @Get('settings')
  @Allow('viewer', 'codes:write')
  @ApiOperation({ summary: 'How one-time codes are, and how many may be sent' })
  @ApiOkResponse({ type: CodeSettingsDto })
  async getSettings(@TenantId() tenantId: string, @Res({ passthrough: true }) reply: EtagReply): Promise<CodeSettingsDto> {
    return taggedOnly(reply, CodeSettingsDto.of(await this.settings.get(tenantId)));
  }

  @Put('settings')
  @Allow('admin', 'codes:write')
  @ApiOperation({ summary: 'Replace the settings of one-time codes. Fields left out return to their defaults.' })
  @ApiIfMatch()
  @ApiOkResponse({ type: CodeSettingsDto })
  async putSettings(
    @TenantId() tenantId: string,
    @Body() body: CodeSettingsBody,
    @IfMatch() ifMatch: string | undefined,
    @By() by: Actor,
    @Res({ passthrough: true }) reply: EtagReply,
  ): Promise<CodeSettingsDto> {
    return taggedOnly(reply, CodeSettingsDto.of(await this.settings.put(tenantId, CodeSettingsBody.read(body), ifMatch, by)));
  }

  @Get('figures')
  @Allow('viewer', 'codes:write')
  @ApiOperation({ summary: 'How many codes were sent, delivered, verified, charged and so on, by day and purpose' })
  @ApiOkResponse({ type: CodeFiguresDto })
  async figures(@TenantId() tenantId: string, @Query() query: PeriodQuery): Promise<CodeFiguresDto> {
    const period = readPeriod(query);
    return { ...period, items: await this.read.figures(tenantId, period) };
  }

  @Get('alerts')
  @Allow('viewer', 'codes:write')
  @ApiOperation({ summary: 'Unusual traffic of the last 30 days: blocks of numbers to which codes were refused. The newest 50.' })
  @ApiOkResponse({ type: CodeAlertListDto })
  async alerts(@TenantId() tenantId: string): Promise<CodeAlertListDto> {
    return { items: await this.read.alerts(tenantId), nextCursor: null };
  }

  @Get(':id')
  @Allow('viewer', 'codes:write')
  @ApiOperation({ summary: 'What became of a code and its message, for 30 days. The code itself is nowhere to be read.' })
  @ApiOkResponse({ type: CodeDto })
  get(@TenantId() tenantId: string, @Param('id', idOf('one-time code')) id: string): Promise<CodeDto> {
    return this.read.one(tenantId, id);
  }
}
