import { Body, Controller, Get, HttpCode, Post, Put } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { z } from 'zod';
import { parseOrRefuse, Public } from '#service-kit';
import { faultsSchema } from '../../domain/control/faults.js';
import { businessNumbersSchema } from '../../domain/graph/business-number.js';
import { ConfigureSimulatorHandler } from '../../handlers/control/configure-simulator.handler.js';

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

/** Numbers, faults, clock and reset. For development and tests only: open to everybody who reaches the port. */
@ApiExcludeController()
@Public()
@Controller('simulator')
export class ControlController {
  constructor(private readonly configure: ConfigureSimulatorHandler) {}

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

  @Post('reset')
  @HttpCode(200)
  reset(): object {
    this.configure.reset();
    return { reset: true };
  }
}
