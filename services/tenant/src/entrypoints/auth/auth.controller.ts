import { Body, Controller, Delete, Get, HttpCode, Post, Put, Query } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiBadRequestResponse,
  ApiConflictResponse,
  ApiForbiddenResponse,
  ApiNoContentResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
  ApiTooManyRequestsResponse,
  ApiUnauthorizedResponse,
} from '@nestjs/swagger';
import { By, ByDevice, Caller, idOfCursor, PageQuery, ProblemDto, Public, SignedIn, type Identity } from '#service-kit';
import { PLATFORM, type Actor } from '../../domain/audit/audit.js';
import { ListAuditHandler } from '../../handlers/audit/list-audit.handler.js';
import { ChangeMeHandler } from '../../handlers/auth/change-me.handler.js';
import { ConfirmEmailHandler } from '../../handlers/auth/confirm-email.handler.js';
import { ConfirmPasswordResetHandler } from '../../handlers/auth/confirm-password-reset.handler.js';
import { DescribeCallerHandler } from '../../handlers/auth/describe-caller.handler.js';
import { RefreshSessionHandler } from '../../handlers/auth/refresh-session.handler.js';
import { RequestEmailConfirmationHandler } from '../../handlers/auth/request-email-confirmation.handler.js';
import { RequestPasswordResetHandler } from '../../handlers/auth/request-password-reset.handler.js';
import { SignInWithFirebaseHandler } from '../../handlers/auth/sign-in-with-firebase.handler.js';
import { SignInHandler } from '../../handlers/auth/sign-in.handler.js';
import { SignOutEverywhereHandler } from '../../handlers/auth/sign-out-everywhere.handler.js';
import { SignOutHandler } from '../../handlers/auth/sign-out.handler.js';
import { UnlinkFirebaseHandler } from '../../handlers/auth/unlink-firebase.handler.js';
import { personOf } from '../access.js';
import { AuditPageDto } from '../audit/audit.dto.js';
import {
  ChangeMeDto,
  ConfirmEmailDto,
  ConfirmPasswordResetDto,
  FirebaseSignInDto,
  LoginDto,
  MeDto,
  PasswordResetDto,
  RefreshDto,
  SessionDto,
  TOO_MANY,
} from './auth.dto.js';

@ApiTags('Sign-in')
@Controller('api/v1/auth')
export class AuthController {
  constructor(
    private readonly signIn: SignInHandler,
    private readonly signInWithFirebase: SignInWithFirebaseHandler,
    private readonly unlinkFirebase: UnlinkFirebaseHandler,
    private readonly refreshSession: RefreshSessionHandler,
    private readonly signOut: SignOutHandler,
    private readonly requestPasswordReset: RequestPasswordResetHandler,
    private readonly confirmReset: ConfirmPasswordResetHandler,
    private readonly describeCaller: DescribeCallerHandler,
    private readonly changeMe: ChangeMeHandler,
    private readonly requestEmailConfirmation: RequestEmailConfirmationHandler,
    private readonly confirmEmail: ConfirmEmailHandler,
    private readonly signOutEverywhere: SignOutEverywhereHandler,
    private readonly listAudit: ListAuditHandler,
  ) {}

  @Public()
  @Post('login')
  @HttpCode(200)
  @ApiOperation({ summary: 'Sign in with e-mail and password' })
  @ApiOkResponse({ type: SessionDto })
  @ApiUnauthorizedResponse({
    description: 'invalid_credentials; two_factor_needed: the password is right, send `code` too; wrong_code',
    type: ProblemDto,
  })
  @ApiTooManyRequestsResponse(TOO_MANY)
  async login(@Body() body: LoginDto, @ByDevice() by: Actor): Promise<SessionDto> {
    return this.signIn.execute(body.email, body.password, body.code, by);
  }

  @Public()
  @Post('firebase')
  @HttpCode(200)
  @ApiOperation({ summary: 'Sign in with a Firebase ID token. The first time, this links the account that has the verified address.' })
  @ApiOkResponse({ type: SessionDto })
  @ApiUnauthorizedResponse({
    description: 'firebase_token_invalid, firebase_token_expired, firebase_user_disabled; two_factor_needed: send `code` too; wrong_code',
    type: ProblemDto,
  })
  @ApiTooManyRequestsResponse(TOO_MANY)
  @ApiForbiddenResponse({ description: 'firebase_email_unverified', type: ProblemDto })
  @ApiNotFoundResponse({ description: 'firebase_no_account: register or get invited first; firebase_off', type: ProblemDto })
  @ApiConflictResponse({ description: 'firebase_already_linked: the account has another Firebase account', type: ProblemDto })
  async firebase(@Body() body: FirebaseSignInDto, @ByDevice() by: Actor): Promise<SessionDto> {
    return this.signInWithFirebase.execute(body.idToken, body.code, by);
  }

  @SignedIn()
  @Delete('firebase')
  @HttpCode(204)
  @ApiOperation({ summary: 'Unlink your Firebase account and sign out everywhere' })
  @ApiNoContentResponse()
  @ApiConflictResponse({ description: 'firebase_not_linked; password_needed: without Firebase you could not sign in', type: ProblemDto })
  async deleteFirebase(@Caller() caller: Identity, @By() by: Actor): Promise<void> {
    await this.unlinkFirebase.execute(personOf(caller), by);
  }

  @Public()
  @Post('refresh')
  @HttpCode(200)
  @ApiOperation({
    summary:
      'Exchange a refresh token for new tokens. Within 10 seconds the same token gets the same answer; later use of it ends the sign-in.',
  })
  @ApiOkResponse({ type: SessionDto })
  @ApiUnauthorizedResponse({ description: 'invalid_refresh_token', type: ProblemDto })
  async refresh(@Body() body: RefreshDto, @ByDevice() by: Actor): Promise<SessionDto> {
    return this.refreshSession.execute(body.refreshToken, by);
  }

  @Public()
  @Post('logout')
  @HttpCode(204)
  @ApiOperation({ summary: 'Sign out: ends every refresh token of this sign-in' })
  @ApiNoContentResponse()
  async logout(@Body() body: RefreshDto): Promise<void> {
    await this.signOut.execute(body.refreshToken);
  }

  @Public()
  @Post('password-reset')
  @HttpCode(202)
  @ApiOperation({ summary: 'Request a link to set a new password. The answer never tells whether the address has an account.' })
  @ApiAcceptedResponse({ description: 'If the address has an account, a mail is on its way' })
  async requestReset(@Body() body: PasswordResetDto): Promise<void> {
    await this.requestPasswordReset.execute(body.email);
  }

  @Public()
  @Post('password-reset/confirm')
  @HttpCode(204)
  @ApiOperation({ summary: 'Set a new password with the mailed link, which works once within 30 minutes. Signs you out everywhere.' })
  @ApiNoContentResponse()
  @ApiTooManyRequestsResponse(TOO_MANY)
  async confirmPasswordReset(@Body() body: ConfirmPasswordResetDto, @By() by: Actor): Promise<void> {
    await this.confirmReset.execute(body.token, body.password, by);
  }

  @SignedIn()
  @Post('logout-everywhere')
  @HttpCode(204)
  @ApiOperation({ summary: 'Sign out on every device' })
  @ApiNoContentResponse()
  async logoutEverywhere(@Caller() caller: Identity, @By() by: Actor): Promise<void> {
    await this.signOutEverywhere.execute(personOf(caller), by);
  }

  @SignedIn()
  @Post('email-confirmation')
  @HttpCode(202)
  @ApiOperation({ summary: 'Request another link to confirm your e-mail address' })
  @ApiAcceptedResponse({ description: 'A mail is on its way' })
  @ApiConflictResponse({ description: 'already_confirmed', type: ProblemDto })
  @ApiTooManyRequestsResponse({ description: 'too_many_mails: at most 3 an hour; Retry-After says when to ask again', type: ProblemDto })
  async requestConfirmation(@Caller() caller: Identity): Promise<void> {
    await this.requestEmailConfirmation.execute(personOf(caller));
  }

  @SignedIn()
  @Post('email-confirmation/confirm')
  @HttpCode(204)
  @ApiOperation({ summary: 'Confirm your e-mail address with the mailed link, which works once within 48 hours' })
  @ApiNoContentResponse()
  @ApiBadRequestResponse({ description: 'invalid_confirmation_token', type: ProblemDto })
  @ApiForbiddenResponse({ description: 'other_account: the link was sent to somebody else', type: ProblemDto })
  @ApiTooManyRequestsResponse(TOO_MANY)
  async confirmEmailAddress(@Caller() caller: Identity, @Body() body: ConfirmEmailDto, @By() by: Actor): Promise<void> {
    await this.confirmEmail.execute(personOf(caller), body.token, by);
  }

  @SignedIn()
  @Get('me')
  @ApiOperation({ summary: 'Your account and the tenants that you belong to' })
  @ApiOkResponse({ type: MeDto })
  async me(@Caller() caller: Identity): Promise<MeDto> {
    return this.describeCaller.execute(personOf(caller));
  }

  @SignedIn()
  @Get('me/events')
  @ApiOperation({ summary: 'Changes to your own account and where they came from, newest first. Your tenants do not see them.' })
  @ApiOkResponse({ type: AuditPageDto })
  async myEvents(@Caller() caller: Identity, @Query() query: PageQuery): Promise<AuditPageDto> {
    return this.listAudit.execute(PLATFORM, { target: personOf(caller), targetType: 'user' }, idOfCursor(query.cursor), query.limit);
  }

  @SignedIn()
  @Put('me')
  @ApiOperation({ summary: 'Change your name or password; omitted fields stay unchanged. A new password ends every other sign-in.' })
  @ApiOkResponse({ type: MeDto })
  @ApiTooManyRequestsResponse(TOO_MANY)
  async putMe(@Caller() caller: Identity, @Body() body: ChangeMeDto, @By() by: Actor): Promise<MeDto> {
    const person = personOf(caller);
    await this.changeMe.execute({ userId: person, session: caller.session }, body, by);
    return this.describeCaller.execute(person);
  }
}
