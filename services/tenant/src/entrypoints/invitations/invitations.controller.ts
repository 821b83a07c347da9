import { Body, Controller, Delete, Get, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import {
  ApiConflictResponse,
  ApiCreatedResponse,
  ApiForbiddenResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { Allow, ApiIdempotencyKey, By, Caller, IdempotencyKey, idOfCursor, pathTenant, ProblemDto, type Identity } from '#service-kit';
import type { Actor } from '../../domain/audit/audit.js';
import { InviteHandler } from '../../handlers/invitations/invite.handler.js';
import { ListInvitationsHandler } from '../../handlers/invitations/list-invitations.handler.js';
import { RevokeInvitationHandler } from '../../handlers/invitations/revoke-invitation.handler.js';
import { InvitationDto, InvitationPageDto, InvitationQuery, InviteDto } from './invitations.dto.js';

@ApiTags('Team')
@Controller('api/v1/tenants/:id/invitations')
export class InvitationsController {
  constructor(
    private readonly invite: InviteHandler,
    private readonly listInvitations: ListInvitationsHandler,
    private readonly revokeInvitation: RevokeInvitationHandler,
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
