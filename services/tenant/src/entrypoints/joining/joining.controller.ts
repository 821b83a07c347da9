import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import {
  ApiConflictResponse,
  ApiCreatedResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiTags,
  ApiTooManyRequestsResponse,
  ApiUnauthorizedResponse,
} from '@nestjs/swagger';
import { ByDevice, ProblemDto, Public } from '#service-kit';
import type { Actor } from '../../domain/audit/audit.js';
import { AcceptInvitationHandler } from '../../handlers/joining/accept-invitation.handler.js';
import { PreviewInvitationHandler } from '../../handlers/joining/preview-invitation.handler.js';
import { RegisterHandler } from '../../handlers/joining/register.handler.js';
import { TOO_MANY } from '../auth/auth.dto.js';
import { AcceptedInvitationDto, AcceptInvitationDto, InvitationPreviewDto, RegisterDto, RegisteredDto } from './joining.dto.js';

const CODE = { description: 'two_factor_needed: the account has two-factor sign-in, send `code` too; wrong_code', type: ProblemDto };
const GONE = { description: 'invitation_not_found: accepted, revoked, replaced or expired', type: ProblemDto };

@ApiTags('Sign-in')
@Controller('api/v1/auth')
export class JoiningController {
  constructor(
    private readonly registerTenant: RegisterHandler,
    private readonly previewInvitation: PreviewInvitationHandler,
    private readonly acceptInvitation: AcceptInvitationHandler,
  ) {}

  @Public()
  @Post('register')
  @ApiOperation({ summary: 'Register a company and its owner, and sign in' })
  @ApiCreatedResponse({ type: RegisteredDto })
  @ApiConflictResponse({
    description: 'slug_taken; email_taken: the address has an account with another password; firebase_already_linked',
    type: ProblemDto,
  })
  @ApiUnauthorizedResponse(CODE)
  @ApiTooManyRequestsResponse(TOO_MANY)
  async register(@Body() body: RegisterDto, @ByDevice() by: Actor): Promise<RegisteredDto> {
    return this.registerTenant.execute(body, by);
  }

  @Public()
  @Get('invitations/:token')
  @ApiOperation({ summary: 'Read an invitation by its link' })
  @ApiParam({ name: 'token', example: 'inv_8Lk0' })
  @ApiOkResponse({ type: InvitationPreviewDto })
  @ApiNotFoundResponse(GONE)
  async preview(@Param('token') token: string): Promise<InvitationPreviewDto> {
    return this.previewInvitation.execute(token);
  }

  @Public()
  @Post('invitations/accept')
  @HttpCode(200)
  @ApiOperation({ summary: 'Accept an invitation. Creates an account if the address has none.' })
  @ApiOkResponse({ type: AcceptedInvitationDto })
  @ApiConflictResponse({
    description: 'email_taken: an account was just created for the address; open the link again',
    type: ProblemDto,
  })
  @ApiUnauthorizedResponse(CODE)
  @ApiNotFoundResponse(GONE)
  async accept(@Body() body: AcceptInvitationDto, @ByDevice() by: Actor): Promise<AcceptedInvitationDto> {
    const { token, ...given } = body;
    return this.acceptInvitation.execute(token, given, by);
  }
}
