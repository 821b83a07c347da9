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
import { Allow, By, Caller, idOfCursor, pathTenant, ProblemDto, TenantId, type Identity } from '#service-kit';
import type { Actor } from '../../domain/audit/audit.js';
import { AddUserHandler } from '../../handlers/team/add-user.handler.js';
import { ChangeMemberHandler } from '../../handlers/team/change-member.handler.js';
import { GetUserHandler } from '../../handlers/team/get-user.handler.js';
import { ListUsersHandler } from '../../handlers/team/list-users.handler.js';
import { ADDS, AddUserDto, ChangeRoleDto, MemberDto, MemberPageDto, MemberQuery, UserDto, UserPageDto } from './team.dto.js';

const LAST_OWNER = { description: 'last_owner: a tenant needs at least one owner', type: ProblemDto };

/** The team of the caller's tenant; for a superadmin without a tenant, all accounts. */
@ApiTags('Team')
@Controller('api/v1/users')
export class UsersController {
  constructor(
    private readonly addUser: AddUserHandler,
    private readonly listUsers: ListUsersHandler,
    private readonly getUser: GetUserHandler,
    private readonly changeMember: ChangeMemberHandler,
  ) {}

  @Allow('viewer', 'users:read')
  @Get()
  @ApiOperation({ summary: 'The people of your tenant; all accounts for a superadmin without a tenant' })
  @ApiOkResponse({ type: UserPageDto })
  async list(@Caller() caller: Identity, @Query() query: MemberQuery): Promise<UserPageDto> {
    const after = idOfCursor(query.cursor);
    return caller.tenantId
      ? this.listUsers.execute(caller.tenantId, caller, query, after, query.limit)
      : this.listUsers.accounts(query.search, after, query.limit);
  }

  @Allow('admin', 'users:write')
  @Post()
  @ApiOperation({ summary: ADDS })
  @ApiCreatedResponse({ type: MemberDto })
  @ApiForbiddenResponse({ description: 'email_not_confirmed: confirm your own address first', type: ProblemDto })
  @ApiConflictResponse({ description: 'already_member, too_many_invitations', type: ProblemDto })
  async add(@TenantId() tenantId: string, @Caller() caller: Identity, @Body() body: AddUserDto, @By() by: Actor): Promise<MemberDto> {
    return this.addUser.execute(tenantId, caller, body, by);
  }

  @Allow('viewer', 'users:read')
  @Get('tenant/:tenantId')
  @ApiOperation({ summary: 'The people of a tenant' })
  @ApiOkResponse({ type: MemberPageDto })
  async listOfTenant(
    @Caller() caller: Identity,
    @Param('tenantId', ParseUUIDPipe) tenantId: string,
    @Query() query: MemberQuery,
  ): Promise<MemberPageDto> {
    return this.listUsers.execute(pathTenant(caller, tenantId), caller, query, idOfCursor(query.cursor), query.limit);
  }

  @Allow('viewer', 'users:read')
  @Get(':id')
  @ApiOperation({ summary: 'One person of your tenant; any account for a superadmin without a tenant' })
  @ApiOkResponse({ type: UserDto })
  async get(@Caller() caller: Identity, @Param('id', ParseUUIDPipe) id: string): Promise<UserDto> {
    return this.getUser.execute(caller, id);
  }

  @Allow('admin', 'users:write')
  @Put(':id/role')
  @ApiOperation({ summary: 'Change the role of a person in your tenant' })
  @ApiOkResponse({ type: MemberDto })
  @ApiConflictResponse(LAST_OWNER)
  async changeRole(
    @TenantId() tenantId: string,
    @Caller() caller: Identity,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: ChangeRoleDto,
    @By() by: Actor,
  ): Promise<MemberDto> {
    return this.changeMember.execute(tenantId, caller, id, body.role, by);
  }

  @Allow('admin', 'users:write')
  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Remove a person from your tenant; the account stays' })
  @ApiNoContentResponse()
  @ApiConflictResponse(LAST_OWNER)
  async remove(
    @TenantId() tenantId: string,
    @Caller() caller: Identity,
    @Param('id', ParseUUIDPipe) id: string,
    @By() by: Actor,
  ): Promise<void> {
    await this.changeMember.execute(tenantId, caller, id, undefined, by);
  }
}
