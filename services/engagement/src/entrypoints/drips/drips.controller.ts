import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import {
  ApiConflictResponse,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';
import { type Actor, Allow, By, idOf, Problem, ProblemDto, TenantId } from '#service-kit';
import { DRIP_SOURCES } from '../../domain/campaigns/message.js';
import { readPlan } from '../../domain/campaigns/read-plan.js';
import { isTooLong, type Delay } from '../../domain/drips/drip.js';
import { ReadExpressionHandler } from '../../handlers/segments/read-expression.handler.js';
import { DripsHandler, type StepFields } from '../../handlers/drips/drips.handler.js';
import { EnrolmentsHandler } from '../../handlers/drips/enrolments.handler.js';
import {
  ChangeStepBody,
  DripProgressDto,
  EnrolmentDto,
  EnrolmentListDto,
  EnrolmentsQuery,
  PublishedDripDto,
  StepBody,
  StepDto,
  StepListDto,
} from './drips.dto.js';

const ID = idOf('campaign');
const CONTACT = idOf('contact');

@ApiTags('Campaigns')
@Controller('api/v1')
export class DripsController {
  constructor(
    private readonly drips: DripsHandler,
    private readonly readExpression: ReadExpressionHandler,
    private readonly enrolments: EnrolmentsHandler,
  ) {}

  @Get('campaigns/:id/steps')
  @Allow('viewer', 'campaigns:read')
  @ApiOperation({ operationId: 'Campaigns_steps', summary: 'The steps of a drip, and what became of each' })
  @ApiOkResponse({ type: StepListDto })
  @ApiConflictResponse({ description: 'not_a_drip', type: ProblemDto })
  async list(@TenantId() tenantId: string, @Param('id', ID) id: string): Promise<StepListDto> {
    return { ...(await this.drips.list(tenantId, id)), nextCursor: null };
  }

  @Post('campaigns/:id/steps')
  @Allow('agent', 'campaigns:write')
  @ApiOperation({
    operationId: 'Campaigns_addStep',
    summary: 'Add a step to a drip',
    description: 'It holds from the next publication on.',
  })
  @ApiCreatedResponse({ type: StepDto })
  @ApiConflictResponse({ description: 'not_a_drip, step_number_taken', type: ProblemDto })
  async add(@TenantId() tenantId: string, @Param('id', ID) id: string, @Body() body: StepBody, @By() by: Actor): Promise<StepDto> {
    return this.drips.add(tenantId, id, { condition: null, ...(await this.#fieldsOf(tenantId, body)) } as StepFields, by);
  }

  @Put('campaigns/:id/steps/:stepId')
  @Allow('agent', 'campaigns:write')
  @ApiOperation({
    operationId: 'Campaigns_changeStep',
    summary: 'Change a step of a drip',
    description: 'What is left out stays. It holds from the next publication on; whoever is under way stays on the version they began.',
  })
  @ApiOkResponse({ type: StepDto })
  @ApiConflictResponse({ description: 'not_a_drip, step_number_taken', type: ProblemDto })
  async change(
    @TenantId() tenantId: string,
    @Param('id', ID) id: string,
    @Param('stepId', idOf('step')) stepId: string,
    @Body() body: ChangeStepBody,
    @By() by: Actor,
  ): Promise<StepDto> {
    return this.drips.change(tenantId, id, stepId, await this.#fieldsOf(tenantId, body), by);
  }

  @Delete('campaigns/:id/steps/:stepId')
  @HttpCode(204)
  @Allow('agent', 'campaigns:write')
  @ApiOperation({
    operationId: 'Campaigns_removeStep',
    summary: 'Remove a step of a drip',
    description: 'It holds from the next publication on; whoever is under way stays on the version they began.',
  })
  @ApiNoContentResponse()
  @ApiConflictResponse({ description: 'not_a_drip', type: ProblemDto })
  remove(
    @TenantId() tenantId: string,
    @Param('id', ID) id: string,
    @Param('stepId', idOf('step')) stepId: string,
    @By() by: Actor,
  ): Promise<void> {
    return this.drips.removeStep(tenantId, id, stepId, by);
  }

  @Get('campaigns/:id/enrolments')
  @Allow('viewer', 'campaigns:read')
  @ApiOperation({ operationId: 'Campaigns_enrolments', summary: 'Who was enrolled in a drip, the newest first' })
  @ApiOkResponse({ type: EnrolmentListDto })
  @ApiConflictResponse({ description: 'not_a_drip', type: ProblemDto })
  async listEnrolments(
    @TenantId() tenantId: string,
    @Param('id', ID) id: string,
    @Query() { state, ...page }: EnrolmentsQuery,
  ): Promise<EnrolmentListDto> {
    const { items, nextCursor } = await this.enrolments.list(tenantId, id, state, page);
    return {
      items: items.map(({ dueAt, exitReason, endedAt, ...enrolment }) => ({
        id: enrolment.id,
        contactId: enrolment.contactId,
        state: enrolment.state,
        version: enrolment.version,
        done: enrolment.done,
        enrolledAt: enrolment.enrolledAt,
        ...(dueAt === null ? {} : { dueAt }),
        ...(exitReason === null ? {} : { exitReason }),
        ...(endedAt === null ? {} : { endedAt }),
      })),
      nextCursor,
    };
  }

  @Post('campaigns/:id/publish')
  @HttpCode(200)
  @Allow('agent', 'campaigns:write')
  @ApiOperation({
    operationId: 'Campaigns_publish',
    summary: 'Publish the steps of a drip as a new version',
    description:
      'The first publication starts the drip. New ones are enrolled in the newest version; whoever is under way stays on theirs.',
  })
  @ApiOkResponse({ type: PublishedDripDto })
  @ApiUnprocessableEntityResponse({ description: 'campaign_incomplete', type: ProblemDto })
  async publish(@TenantId() tenantId: string, @Param('id', ID) id: string, @By() by: Actor): Promise<PublishedDripDto> {
    return { version: await this.drips.publish(tenantId, id, by) };
  }

  @Post('contacts/:contactId/campaign/:id/enroll')
  @Allow('agent', 'campaigns:write')
  @ApiOperation({
    operationId: 'Campaigns_enroll',
    summary: 'Enrol a contact in a drip',
    description:
      'Whoever is under way stays where they are; whoever has ended begins anew, on the newest version, as `reenrolAfterDays` of the drip allows.',
  })
  @ApiCreatedResponse({ type: EnrolmentDto })
  @ApiConflictResponse({ description: 'campaign_state, enrolled_before, not_a_drip', type: ProblemDto })
  async enroll(
    @TenantId() tenantId: string,
    @Param('contactId', CONTACT) contactId: string,
    @Param('id', ID) id: string,
    @By() by: Actor,
  ): Promise<EnrolmentDto> {
    const enrolment = await this.enrolments.enroll(tenantId, contactId, id, by);
    return { id: enrolment.id, state: enrolment.state };
  }

  @Get('contacts/:contactId/campaigns/:id/progress')
  @Allow('viewer', 'campaigns:read')
  @ApiOperation({ operationId: 'Campaigns_progress', summary: 'How far a contact is in a drip' })
  @ApiOkResponse({ type: DripProgressDto })
  async progress(
    @TenantId() tenantId: string,
    @Param('contactId', CONTACT) contactId: string,
    @Param('id', ID) id: string,
  ): Promise<DripProgressDto> {
    const { dueAt, exitReason, history, ...progress } = await this.enrolments.progress(tenantId, contactId, id);
    return {
      ...progress,
      ...(dueAt === null ? {} : { dueAt }),
      ...(exitReason === null ? {} : { exitReason }),
      history: history.map(({ stepNumber: step, at, outcome, reason }) => ({ step, at, outcome, ...(reason === null ? {} : { reason }) })),
    };
  }

  /** @throws {Problem} validation_failed */
  async #fieldsOf(tenantId: string, { stepNumber, delay, message, condition }: ChangeStepBody): Promise<Partial<StepFields>> {
    const fields: Partial<StepFields> = {};
    if (stepNumber !== undefined) fields.stepNumber = stepNumber;
    if (delay !== undefined) fields.delay = delayOf(delay);
    if (condition !== undefined) fields.condition = condition && (await this.readExpression.execute(tenantId, condition, 'condition'));
    if (message !== undefined) {
      const { plan, wrong } = readPlan(message, DRIP_SOURCES);
      if (wrong.length > 0) throw Problem.invalid(wrong);
      fields.message = plan;
    }
    return fields;
  }
}

function delayOf({ amount, unit, at }: StepBody['delay']): Delay {
  if ((at === undefined) === (amount === undefined)) {
    throw Problem.invalid([{ field: 'delay', message: 'must be { amount, unit }, or { at }' }]);
  }
  const delay: Delay = at === undefined ? { amount: amount!, unit: unit! } : { at };
  if (isTooLong(delay)) throw Problem.invalid([{ field: 'delay.amount', message: 'must be at most five years' }]);
  return delay;
}
