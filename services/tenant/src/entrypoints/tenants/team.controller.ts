import { Body, Controller, Get, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, Caller, PageQuery, type Identity } from '#service-kit';
import { AddUserHandler } from '../../handlers/tenants/add-user.handler.js';
import { ListUsersHandler } from '../../handlers/tenants/list-users.handler.js';
import { pathTenant } from '../access.js';
import { idAfter } from '../id-cursor.js';
import { AddUserDto, MemberDto, MemberPageDto } from './tenants.dto.js';

@ApiTags('Team')
@Controller('api/v1/tenants/:id/users')
export class TeamController {
  constructor(
    private readonly addUser: AddUserHandler,
    private readonly listUsers: ListUsersHandler,
  ) {}

  @Allow('viewer', 'tenant:read')
  @Get()
  @ApiOperation({ summary: 'The people of a tenant' })
  @ApiOkResponse({ type: MemberPageDto })
  async list(@Caller() caller: Identity, @Param('id', ParseUUIDPipe) id: string, @Query() page: PageQuery): Promise<MemberPageDto> {
    return this.listUsers.execute(pathTenant(caller, id), idAfter(page.cursor), page.limit);
  }

  @Allow('admin', 'tenant:write')
  @Post()
  @ApiOperation({ summary: 'Add a person to a tenant' })
  @ApiCreatedResponse({ type: MemberDto })
  async add(@Caller() caller: Identity, @Param('id', ParseUUIDPipe) id: string, @Body() body: AddUserDto): Promise<MemberDto> {
    return this.addUser.execute(pathTenant(caller, id), caller, body);
  }
}
