import { Body, Controller, Get, Param, Post, Put } from '@nestjs/common';
import { ApiConflictResponse, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Actor, Allow, By, idOf, ProblemDto, TenantId } from '#service-kit';
import { InvoiceRemindersHandler, type ShownReminder, type ShownReminders } from '../../handlers/invoices/invoice-reminders.handler.js';
import { ReminderPolicyHandler } from '../../handlers/invoices/reminder-policy.handler.js';
import { HoldRemindersBody, NewReminderBody, ReminderDto, ReminderPolicyBody, ReminderPolicyDto, RemindersDto } from './reminders.dto.js';

const INVOICE_ID = idOf('invoice');

@ApiTags('Invoices')
@Controller('api/v1')
export class RemindersController {
  constructor(
    private readonly reminders: InvoiceRemindersHandler,
    private readonly policy: ReminderPolicyHandler,
  ) {}

  @Get('invoices/:id/reminders')
  @Allow('viewer', 'invoices:read')
  @ApiOperation({ summary: 'Reminders of an invoice, and what holds them' })
  @ApiOkResponse({ type: RemindersDto })
  async list(@TenantId() tenantId: string, @Param('id', INVOICE_ID) id: string): Promise<RemindersDto> {
    return toReminders(await this.reminders.list(tenantId, id));
  }

  @Post('invoices/:id/reminders')
  @Allow('agent', 'invoices:write')
  @ApiOperation({
    summary: 'Plan a reminder of an invoice',
    description:
      'It leaves within the hours of the reminder policy, on its working days. Just before, it is looked at again whether something is to be paid: no reminder leaves after the payment.',
  })
  @ApiCreatedResponse({ type: ReminderDto })
  @ApiConflictResponse({ description: 'invoice_not_payable, reminder_planned_already', type: ProblemDto })
  async create(
    @TenantId() tenantId: string,
    @Param('id', INVOICE_ID) id: string,
    @Body() body: NewReminderBody,
    @By() by: Actor,
  ): Promise<ReminderDto> {
    return toReminder(await this.reminders.create(tenantId, id, body, by));
  }

  @Put('invoices/:id/reminders')
  @Allow('agent', 'invoices:write')
  @ApiOperation({ summary: 'Hold reminders for a promise to pay, or stop them', description: 'What is left out stays.' })
  @ApiOkResponse({ type: RemindersDto })
  async hold(
    @TenantId() tenantId: string,
    @Param('id', INVOICE_ID) id: string,
    @Body() body: HoldRemindersBody,
    @By() by: Actor,
  ): Promise<RemindersDto> {
    return toReminders(await this.reminders.hold(tenantId, id, body, by));
  }

  @Get('commerce/reminder-policy')
  @Allow('viewer', 'invoices:read')
  @ApiOperation({ summary: 'When customers are reminded of invoices' })
  @ApiOkResponse({ type: ReminderPolicyDto })
  getPolicy(@TenantId() tenantId: string): Promise<ReminderPolicyDto> {
    return this.policy.get(tenantId);
  }

  @Put('commerce/reminder-policy')
  @Allow('admin', 'invoices:write')
  @ApiOperation({
    summary: 'Change when customers are reminded of invoices',
    description: 'What is left out stays. Steps count for invoices that are sent from now on; hours and days for what is planned, too.',
  })
  @ApiOkResponse({ type: ReminderPolicyDto })
  changePolicy(@TenantId() tenantId: string, @Body() body: ReminderPolicyBody, @By() by: Actor): Promise<ReminderPolicyDto> {
    return this.policy.change(tenantId, body, by);
  }
}

const toReminder = ({ id, reminderType, days, source, state, reason, dueAt, messageId }: ShownReminder): ReminderDto => ({
  id,
  reminderType,
  days,
  source,
  state,
  reason,
  dueAt,
  messageId,
});

const toReminders = ({ promisedUntil, stopped, items }: ShownReminders): RemindersDto => ({
  promisedUntil,
  stopped,
  items: items.map(toReminder),
});
