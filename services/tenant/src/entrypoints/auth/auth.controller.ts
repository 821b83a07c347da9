import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Caller, Problem, Public, type Identity } from '#service-kit';
import { DescribeCallerHandler } from '../../handlers/auth/describe-caller.handler.js';
import { RefreshSessionHandler } from '../../handlers/auth/refresh-session.handler.js';
import { SignInHandler } from '../../handlers/auth/sign-in.handler.js';
import { SignedIn } from '../access.js';
import { LoginDto, MeDto, RefreshDto, SessionDto } from './auth.dto.js';

@ApiTags('Sign-in')
@Controller('api/v1/auth')
export class AuthController {
  constructor(
    private readonly signIn: SignInHandler,
    private readonly refreshSession: RefreshSessionHandler,
    private readonly describeCaller: DescribeCallerHandler,
  ) {}

  @Public()
  @Post('login')
  @HttpCode(200)
  @ApiOperation({ summary: 'Sign in with e-mail and password' })
  @ApiOkResponse({ type: SessionDto })
  async login(@Body() body: LoginDto): Promise<SessionDto> {
    return this.signIn.execute(body.email, body.password);
  }

  @Public()
  @Post('refresh')
  @HttpCode(200)
  @ApiOperation({ summary: 'Exchange a refresh token for a new pair' })
  @ApiOkResponse({ type: SessionDto })
  async refresh(@Body() body: RefreshDto): Promise<SessionDto> {
    return this.refreshSession.execute(body.refreshToken);
  }

  @SignedIn()
  @Get('me')
  @ApiOperation({ summary: 'Who is signed in, and the tenants that they belong to' })
  @ApiOkResponse({ type: MeDto })
  async me(@Caller() caller: Identity): Promise<MeDto> {
    if (caller.kind !== 'user') throw new Problem(403, 'forbidden', 'An API key is nobody; sign in as a person.');
    return this.describeCaller.execute(caller.subject);
  }
}
