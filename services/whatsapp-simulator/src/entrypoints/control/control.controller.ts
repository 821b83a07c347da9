import { Body, Controller, Get, HttpCode, Param, Patch, Post, Put } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { z } from 'zod';
import { parseOrRefuse, Public } from '#service-kit';
import { faultsSchema } from '../../domain/control/faults.js';
import { businessNumbersSchema } from '../../domain/graph/business-number.js';
import { settingsPatch } from '../../domain/graph/number-settings.js';
import { ChangeNumberHandler } from '../../handlers/control/change-number.handler.js';
import { ReportTemplateHandler, type TemplateChange } from '../../handlers/control/report-template.handler.js';
import { ConfigureSimulatorHandler } from '../../handlers/control/configure-simulator.handler.js';
import { ShowUsageHandler } from '../../handlers/control/show-usage.handler.js';

const clockInput = z
  .object({
    advanceMs: z
      .number()
      .int()
      .min(0)
      .max(366 * 24 * 60 * 60 * 1000)
      .optional(),
    at: z.iso.datetime({ offset: true }).optional(),
  })
  .strict()
  .refine((move) => (move.advanceMs === undefined) !== (move.at === undefined), {
    message: 'give advanceMs (milliseconds) or at (ISO 8601), one of them',
  });

const category = z.enum(['AUTHENTICATION', 'MARKETING', 'UTILITY']);
const templateChange = z
  .object({
    wabaId: z.string(),
    name: z.string(),
    language: z.string(),
    status: z.enum(['PENDING', 'APPROVED', 'REJECTED', 'PAUSED', 'DISABLED']).optional(),
    reason: z.string().optional(),
    quality: z.enum(['GREEN', 'YELLOW', 'RED']).optional(),
    category: category.optional(),
    announced: category.optional(),
  })
  .strict();

/** Numbers, faults, clock, templates and reset. For development and tests only: open to everybody who reaches the port. */
@ApiExcludeController()
@Public()
@Controller('simulator')
export class ControlController {
  constructor(
    private readonly configure: ConfigureSimulatorHandler,
    private readonly reportTemplate: ReportTemplateHandler,
    private readonly changeNumber: ChangeNumberHandler,
    private readonly usage: ShowUsageHandler,
  ) {}

  @Get('numbers')
  listNumbers(): object {
    return this.configure.listNumbers();
  }

  /** Replaces all numbers: an array, or `{ numbers: [...] }`. */
  @Put('numbers')
  putNumbers(@Body() body: unknown): object {
    const numbers = Array.isArray(body) ? body : (body as { numbers?: unknown } | undefined)?.numbers;
    return this.configure.replaceNumbers(parseOrRefuse(businessNumbersSchema, numbers));
  }

  /** Meta decides on a number, its account and its portfolio, and tells. */
  @Patch('numbers/:id')
  patchNumber(@Param('id') id: string, @Body() body: unknown): object {
    this.changeNumber.execute(id, parseOrRefuse(settingsPatch, body));
    return this.usage.one(id);
  }

  /** How numbers stand with Meta, and how much of each limit they have used. */
  @Get('usage')
  getUsage(): object {
    return this.usage.execute();
  }

  @Get('faults')
  getFaults(): object {
    return this.configure.currentFaults();
  }

  @Post('faults')
  @HttpCode(200)
  setFaults(@Body() body: unknown): object {
    return this.configure.execute(parseOrRefuse(faultsSchema, body));
  }

  @Get('clock')
  getClock(): object {
    return this.configure.time();
  }

  @Post('clock')
  @HttpCode(200)
  moveClock(@Body() body: unknown): object {
    return this.configure.moveClock(parseOrRefuse(clockInput, body));
  }

  @Get('templates')
  listTemplates(): object {
    return this.usage.templates();
  }

  /** Meta decides on a template, and tells. */
  @Post('templates')
  @HttpCode(200)
  changeTemplate(@Body() body: unknown): object {
    return this.reportTemplate.execute(parseOrRefuse(templateChange, body) as TemplateChange);
  }

  @Post('reset')
  @HttpCode(200)
  reset(): object {
    this.configure.reset();
    return { reset: true };
  }
}
