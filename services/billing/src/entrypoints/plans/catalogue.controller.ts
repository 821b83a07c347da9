import { Body, Controller, Get, Param, ParseEnumPipe, Put } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { By, Problem, SignedIn, Superadmin, type Actor } from '#service-kit';
import { PLAN_NAMES, type PlanName } from '../../domain/plans/plan.js';
import { CatalogueHandler } from '../../handlers/plans/catalogue.handler.js';
import { ChangeCatalogueDto, PlanDto, PlansDto } from './plans.dto.js';

/** The name of a plan in a path. */
export const PLAN = new ParseEnumPipe(Object.fromEntries(PLAN_NAMES.map((name) => [name, name])), {
  exceptionFactory: () => Problem.notFound('plan'),
});

@ApiTags('Billing')
@Controller('api/v1/billing/plans')
export class CatalogueController {
  constructor(private readonly catalogue: CatalogueHandler) {}

  @SignedIn()
  @Get()
  @ApiOperation({ summary: 'List the plans and what each allows' })
  @ApiOkResponse({ type: PlansDto })
  async list(): Promise<PlansDto> {
    return { items: await this.catalogue.list() };
  }

  @Superadmin()
  @Put(':name')
  @ApiOperation({
    summary: 'Change what a plan allows and costs',
    description: 'Makes a new version, for tenants who are put on the plan from now on. Who is on it keeps the version that they have.',
  })
  @ApiParam({ name: 'name', enum: PLAN_NAMES })
  @ApiOkResponse({ type: PlanDto })
  async change(@Param('name', PLAN) name: PlanName, @Body() body: ChangeCatalogueDto, @By() by: Actor): Promise<PlanDto> {
    return this.catalogue.change(
      name,
      { limits: body.limits ?? {}, overage: body.overage, price: body.price, trialDays: body.trialDays, features: body.features },
      by,
    );
  }
}
