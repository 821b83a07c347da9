import { Body, Controller, Get, HttpCode, Param, ParseIntPipe, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { By, numberOfCursor, PageQuery, Problem, Superadmin, toPage, type Actor } from '#service-kit';
import { PLAN_NAMES, type PlanName } from '../../domain/plans/plan.js';
import { ListVersionsHandler } from '../../handlers/versions/list-versions.handler.js';
import { MoveTenantsHandler } from '../../handlers/versions/move-tenants.handler.js';
import { PLAN } from '../plans/catalogue.controller.js';
import { MovedDto, MoveTenantsDto, PlanVersionsDto } from './versions.dto.js';

const MAX_VERSION = 2_147_483_647;
const VERSION = new ParseIntPipe({ exceptionFactory: () => Problem.notFound('version of the plan') });

/** Versions of plans, and who is on which. */
@ApiTags('Billing')
@Controller('api/v1/billing/plans/:name/versions')
export class VersionsController {
  constructor(
    private readonly listVersions: ListVersionsHandler,
    private readonly moveTenants: MoveTenantsHandler,
  ) {}

  @Superadmin()
  @Get()
  @ApiOperation({ summary: 'List the versions of a plan, the newest first, with how many tenants are on each' })
  @ApiParam({ name: 'name', enum: PLAN_NAMES })
  @ApiOkResponse({ type: PlanVersionsDto })
  async list(@Param('name', PLAN) name: PlanName, @Query() { limit, cursor }: PageQuery): Promise<PlanVersionsDto> {
    const rows = await this.listVersions.execute(name, numberOfCursor(cursor, MAX_VERSION), limit);
    return toPage(rows, limit, ({ version }) => [version]);
  }

  @Superadmin()
  @Post(':version/move')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Move tenants of a version to the latest one',
    description:
      'At most 100 a request; `next` says where to go on. The limits bind at once. Tenants who pay for their version by a subscription keep it.',
  })
  @ApiParam({ name: 'name', enum: PLAN_NAMES })
  @ApiOkResponse({ type: MovedDto })
  async move(
    @Param('name', PLAN) name: PlanName,
    @Param('version', VERSION) version: number,
    @Body() { after }: MoveTenantsDto,
    @By() by: Actor,
  ): Promise<MovedDto> {
    if (version < 1 || version > MAX_VERSION) throw Problem.notFound('version of the plan');
    return this.moveTenants.execute(name, version, after, by);
  }
}
