import { Controller, Delete, Get, HttpCode, Param, ParseUUIDPipe } from '@nestjs/common';
import { ApiNoContentResponse, ApiNotFoundResponse, ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { By, Caller, ProblemDto, SignedIn, type Identity } from '#service-kit';
import type { Actor } from '../../domain/audit/audit.js';
import { OwnSessionsHandler } from '../../handlers/auth/own-sessions.handler.js';
import { personOf } from '../access.js';
import { EXAMPLE_ID, EXAMPLE_TIME } from '../examples.js';

class OwnSessionDto {
  @ApiProperty({ format: 'uuid', example: EXAMPLE_ID }) id!: string;
  @ApiProperty({ description: 'Whether it is the one that asks', example: true }) current!: boolean;
  @ApiProperty({ type: String, nullable: true, description: 'Browser or program, as it says itself', example: 'Firefox' })
  browser!: string | null;
  @ApiProperty({ type: String, nullable: true, example: 'Windows' }) system!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'Where it was used last', example: '203.0.113.7' }) address!: string | null;
  @ApiProperty({ format: 'date-time', example: EXAMPLE_TIME }) startedAt!: string;
  @ApiProperty({ format: 'date-time', description: 'Within 15 minutes while it is in use', example: EXAMPLE_TIME }) lastUsedAt!: string;
}

class OwnSessionsDto {
  @ApiProperty({ type: [OwnSessionDto] }) items!: OwnSessionDto[];
}

@ApiTags('Sign-in')
@Controller('api/v1/auth/sessions')
export class SessionsController {
  constructor(private readonly sessions: OwnSessionsHandler) {}

  @SignedIn()
  @Get()
  @ApiOperation({ summary: 'Where you are signed in, the last used first; at most 100' })
  @ApiOkResponse({ type: OwnSessionsDto })
  async list(@Caller() caller: Identity): Promise<OwnSessionsDto> {
    return { items: await this.sessions.list(personOf(caller), caller.session) };
  }

  @SignedIn()
  @Delete()
  @HttpCode(204)
  @ApiOperation({ summary: 'Sign out everywhere else' })
  @ApiNoContentResponse()
  async endOthers(@Caller() caller: Identity, @By() by: Actor): Promise<void> {
    await this.sessions.endOthers(personOf(caller), caller.session, by);
  }

  @SignedIn()
  @Delete(':sessionId')
  @HttpCode(204)
  @ApiOperation({ summary: 'Sign out in one place' })
  @ApiNoContentResponse()
  @ApiNotFoundResponse({ description: 'not_found: it has ended', type: ProblemDto })
  async end(@Caller() caller: Identity, @Param('sessionId', ParseUUIDPipe) id: string, @By() by: Actor): Promise<void> {
    await this.sessions.end(personOf(caller), id, by);
  }
}
