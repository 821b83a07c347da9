import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import {
  ApiConflictResponse,
  ApiForbiddenResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
  ApiTooManyRequestsResponse,
} from '@nestjs/swagger';
import { By, Caller, ProblemDto, SignedIn, type Identity } from '#service-kit';
import type { Actor } from '../../domain/audit/audit.js';
import { TwoFactorHandler } from '../../handlers/auth/two-factor.handler.js';
import { personOf } from '../access.js';
import { TOO_MANY } from './auth.dto.js';
import { RecoveryCodesDto, StartTwoFactorDto, TwoFactorCodeDto, TwoFactorDto, TwoFactorSecretDto } from './two-factor.dto.js';

const WRONG_CODE = { description: 'wrong_code', type: ProblemDto };

@ApiTags('Sign-in')
@Controller('api/v1/auth/two-factor')
export class TwoFactorController {
  constructor(private readonly twoFactor: TwoFactorHandler) {}

  @SignedIn()
  @Get()
  @ApiOperation({ summary: 'Whether your account has two-factor sign-in' })
  @ApiOkResponse({ type: TwoFactorDto })
  async get(@Caller() caller: Identity): Promise<TwoFactorDto> {
    return this.twoFactor.describe(personOf(caller));
  }

  @SignedIn()
  @Post()
  @HttpCode(200)
  @ApiOperation({ summary: 'Get a secret for your authenticator app. It counts once you have confirmed a code of it.' })
  @ApiOkResponse({ type: TwoFactorSecretDto })
  @ApiForbiddenResponse({ description: 'email_not_confirmed, wrong_password', type: ProblemDto })
  @ApiConflictResponse({ description: 'two_factor_on', type: ProblemDto })
  @ApiTooManyRequestsResponse(TOO_MANY)
  async start(@Caller() caller: Identity, @Body() body: StartTwoFactorDto, @By() by: Actor): Promise<TwoFactorSecretDto> {
    return this.twoFactor.start(personOf(caller), body.password, by);
  }

  @SignedIn()
  @Post('confirm')
  @HttpCode(200)
  @ApiOperation({ summary: 'Turn two-factor sign-in on with the first code of your app. Ends every other sign-in.' })
  @ApiOkResponse({ type: RecoveryCodesDto })
  @ApiForbiddenResponse({ description: 'email_not_confirmed, wrong_code', type: ProblemDto })
  @ApiConflictResponse({
    description: 'two_factor_on; two_factor_not_started: get a secret first, it waits 15 minutes',
    type: ProblemDto,
  })
  @ApiTooManyRequestsResponse(TOO_MANY)
  async confirm(@Caller() caller: Identity, @Body() body: TwoFactorCodeDto, @By() by: Actor): Promise<RecoveryCodesDto> {
    const who = { userId: personOf(caller), session: caller.session };
    return { recoveryCodes: await this.twoFactor.confirm(who, body.code, by) };
  }

  @SignedIn()
  @Post('recovery-codes')
  @HttpCode(200)
  @ApiOperation({ summary: 'Get other recovery codes; the former ones end' })
  @ApiOkResponse({ type: RecoveryCodesDto })
  @ApiForbiddenResponse(WRONG_CODE)
  @ApiConflictResponse({ description: 'two_factor_off', type: ProblemDto })
  @ApiTooManyRequestsResponse(TOO_MANY)
  async renewCodes(@Caller() caller: Identity, @Body() body: TwoFactorCodeDto, @By() by: Actor): Promise<RecoveryCodesDto> {
    return { recoveryCodes: await this.twoFactor.renewCodes(personOf(caller), body.code, by) };
  }

  @SignedIn()
  @Post('off')
  @HttpCode(204)
  @ApiOperation({ summary: 'Turn two-factor sign-in off, with a code or a recovery code' })
  @ApiNoContentResponse()
  @ApiForbiddenResponse(WRONG_CODE)
  @ApiConflictResponse({ description: 'two_factor_off; two_factor_must_stay: a tenant of yours asks for it', type: ProblemDto })
  @ApiTooManyRequestsResponse(TOO_MANY)
  async turnOff(@Caller() caller: Identity, @Body() body: TwoFactorCodeDto, @By() by: Actor): Promise<void> {
    await this.twoFactor.turnOff(personOf(caller), body.code, by);
  }
}
