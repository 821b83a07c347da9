import { Body, Controller, Delete, Get, HttpCode, Param, ParseUUIDPipe, Post, Put, Query } from '@nestjs/common';
import {
  ApiConflictResponse,
  ApiCreatedResponse,
  ApiForbiddenResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { Allow, By, Caller, idOfCursor, pathTenant, ProblemDto, type Identity } from '#service-kit';
import type { Actor } from '../../domain/audit/audit.js';
import { AddUserHandler } from '../../handlers/team/add-user.handler.js';
import { ChangeMemberHandler } from '../../handlers/team/change-member.handler.js';
import { ListUsersHandler } from '../../handlers/team/list-users.handler.js';
import { ResetTwoFactorHandler } from '../../handlers/team/reset-two-factor.handler.js';
import { personOf } from '../access.js';
import { ADDS, AddUserDto, ChangeRoleDto, MemberDto, MemberPageDto, MemberQuery } from './team.dto.js';

const LAST_OWNER = { description: 'last_owner: a tenant needs at least one owner', type: ProblemDto };

@ApiTags('Team')
@Controller('api/v1/tenants/:id/users')
export class TeamController {
  constructor(
    private readonly addUser: AddUserHandler,
    private readonly listUsers: ListUsersHandler,
    private readonly changeMember: ChangeMemberHandler,
    private readonly resetTwoFactor: ResetTwoFactorHandler,
  ) {}

  @Allow('viewer', 'users:read')
  @Get()
  @ApiOperation({ summary: 'The people of a tenant' })
  @ApiOkResponse({ type: MemberPageDto })
  async list(@Caller() caller: Identity, @Param('id', ParseUUIDPipe) id: string, @Query() query: MemberQuery): Promise<MemberPageDto> {
    return this.listUsers.execute(pathTenant(caller, id), caller, query, idOfCursor(query.cursor), query.limit);
  }

  @Allow('admin', 'users:write')
  @Post()
  @ApiOperation({ summary: ADDS })
  @ApiCreatedResponse({ type: MemberDto })
  @ApiForbiddenResponse({ description: 'email_not_confirmed: confirm your own address first', type: ProblemDto })
  @ApiConflictResponse({ description: 'already_member, too_many_invitations', type: ProblemDto })
  async add(
    @Caller() caller: Identity,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: AddUserDto,
    @By() by: Actor,
  ): Promise<MemberDto> {
    return this.addUser.execute(pathTenant(caller, id), caller, body, by);
  }

  @Allow('admin', 'users:write')
  @Put(':userId')
  @ApiOperation({ summary: 'Change a person’s role' })
  @ApiOkResponse({ type: MemberDto })
  @ApiConflictResponse(LAST_OWNER)
  async change(
    @Caller() caller: Identity,
    @Param('id', ParseUUIDPipe) id: string,
    @Param('userId', ParseUUIDPipe) userId: string,
    @Body() body: ChangeRoleDto,
    @By() by: Actor,
  ): Promise<MemberDto> {
    return this.changeMember.execute(pathTenant(caller, id), caller, userId, body.role, by);
  }

  @Allow('admin', 'users:write')
  @Delete(':userId')
  @HttpCode(204)
  @ApiOperation({ summary: 'Remove a person from a tenant; the account stays' })
  @ApiNoContentResponse()
  @ApiConflictResponse(LAST_OWNER)
  async remove(
    @Caller() caller: Identity,
    @Param('id', ParseUUIDPipe) id: string,
    @Param('userId', ParseUUIDPipe) userId: string,
    @By() by: Actor,
  ): Promise<void> {
    await this.changeMember.execute(pathTenant(caller, id), caller, userId, undefined, by);
  }

  @Allow('admin', 'users:write')
  @Delete(':userId/two-factor')
  @HttpCode(204)
  @ApiOperation({
    summary:
      'Reset the two-factor sign-in of a person who has lost their phone. Signs them out everywhere and tells them by mail. For people, not API keys.',
  })
  @ApiNoContentResponse()
  @ApiForbiddenResponse({
    description: 'role_too_high; forbidden: your own you turn off with a code, and API keys reset nobody',
    type: ProblemDto,
  })
  @ApiConflictResponse({
    description: 'two_factor_off; two_factor_shared: the account belongs to other tenants too, only a superadmin may reset it',
    type: ProblemDto,
  })
  async reset(
    @Caller() caller: Identity,
    @Param('id', ParseUUIDPipe) id: string,
    @Param('userId', ParseUUIDPipe) userId: string,
    @By() by: Actor,
  ): Promise<void> {
    const tenantId = pathTenant(caller, id);
    personOf(caller);
    await this.resetTwoFactor.execute(tenantId, caller, userId, by);
  }
}
