import { Body, Controller, Delete, Get, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import {
  ApiConflictResponse,
  ApiCreatedResponse,
  ApiForbiddenResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
  ApiTooManyRequestsResponse,
} from '@nestjs/swagger';
import { Allow, ApiIdempotencyKey, By, Caller, IdempotencyKey, idOfCursor, pathTenant, ProblemDto, type Identity } from '#service-kit';
import type { Actor } from '../../domain/audit/audit.js';
import { InviteHandler } from '../../handlers/invitations/invite.handler.js';
import { ListInvitationsHandler } from '../../handlers/invitations/list-invitations.handler.js';
import { ResendInvitationHandler } from '../../handlers/invitations/resend-invitation.handler.js';
import { RevokeInvitationHandler } from '../../handlers/invitations/revoke-invitation.handler.js';
import { ShowInvitationLinkHandler } from '../../handlers/invitations/show-invitation-link.handler.js';
import { InvitationDto, InvitationLinkDto, InvitationPageDto, InvitationQuery, InviteDto } from './invitations.dto.js';

@ApiTags('Team')
@Controller('api/v1/tenants/:id/invitations')
export class InvitationsController {
  constructor(
    private readonly invite: InviteHandler,
    private readonly listInvitations: ListInvitationsHandler,
    private readonly revokeInvitation: RevokeInvitationHandler,
    private readonly resendInvitation: ResendInvitationHandler,
    private readonly showLink: ShowInvitationLinkHandler,
  ) {}

  @Allow('admin', 'users:read')
  @Get()
  @ApiOperation({ summary: 'Invitations, oldest first' })
  @ApiOkResponse({ type: InvitationPageDto })
  async list(
    @Caller() caller: Identity,
    @Param('id', ParseUUIDPipe) id: string,
    @Query() query: InvitationQuery,
  ): Promise<InvitationPageDto> {
    return this.listInvitations.execute(pathTenant(caller, id), query, idOfCursor(query.cursor), query.limit);
  }

  @Allow('admin', 'users:write')
  @Post()
  @ApiOperation({ summary: 'Invite a person by e-mail. Replaces an earlier invitation of the address.' })
  @ApiIdempotencyKey('does it', '24 hours')
  @ApiCreatedResponse({ type: InvitationDto })
  @ApiForbiddenResponse({ description: 'email_not_confirmed: confirm your own address first', type: ProblemDto })
  @ApiConflictResponse({ description: 'already_member, too_many_invitations', type: ProblemDto })
  async create(
    @Caller() caller: Identity,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: InviteDto,
    @By() by: Actor,
    @IdempotencyKey() key: string | undefined,
  ): Promise<InvitationDto> {
    return this.invite.execute(pathTenant(caller, id), caller, body, by, key);
  }

  @Allow('admin', 'users:write')
  @Post(':invitationId/link')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Get a link to pass on yourself. It is the same each time, and the mailed link goes on working.',
    description:
      'Whoever joins by it has not shown that the address is theirs: a new account is asked to confirm it, an existing one for its password.',
  })
  @ApiOkResponse({ type: InvitationLinkDto })
  @ApiForbiddenResponse({ description: 'role_too_high: the invitation is for a role above yours', type: ProblemDto })
  async link(
    @Caller() caller: Identity,
    @Param('id', ParseUUIDPipe) id: string,
    @Param('invitationId', ParseUUIDPipe) invitationId: string,
    @By() by: Actor,
  ): Promise<InvitationLinkDto> {
    return this.showLink.execute(pathTenant(caller, id), caller, invitationId, by);
  }

  @Allow('admin', 'users:write')
  @Post(':invitationId/resend')
  @ApiOperation({ summary: 'Send an open or expired invitation again. A new one takes its place, and its former links stop working.' })
  @ApiCreatedResponse({ type: InvitationDto })
  @ApiForbiddenResponse({ description: 'email_not_confirmed, role_too_high', type: ProblemDto })
  @ApiTooManyRequestsResponse({ description: 'too_many_invitations: at most 5 an hour for one address', type: ProblemDto })
  async resend(
    @Caller() caller: Identity,
    @Param('id', ParseUUIDPipe) id: string,
    @Param('invitationId', ParseUUIDPipe) invitationId: string,
    @By() by: Actor,
  ): Promise<InvitationDto> {
    return this.resendInvitation.execute(pathTenant(caller, id), caller, invitationId, by);
  }

  @Allow('admin', 'users:write')
  @Delete(':invitationId')
  @HttpCode(204)
  @ApiOperation({ summary: 'Revoke an open invitation' })
  @ApiNoContentResponse()
  async revoke(
    @Caller() caller: Identity,
    @Param('id', ParseUUIDPipe) id: string,
    @Param('invitationId', ParseUUIDPipe) invitationId: string,
    @By() by: Actor,
  ): Promise<void> {
    await this.revokeInvitation.execute(pathTenant(caller, id), invitationId, by);
  }
}
