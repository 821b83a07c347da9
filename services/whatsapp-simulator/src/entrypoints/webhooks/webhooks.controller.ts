import { Body, Controller, Get, HttpCode, Post, Put, Query } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { z } from 'zod';
import { parseOrRefuse, Public } from '#service-kit';
import { accountUpdate } from '../../domain/webhooks/webhook-update.js';
import { ChooseWebhookHandler } from '../../handlers/webhooks/choose-webhook.handler.js';
import { DeliverWebhooksHandler } from '../../handlers/webhooks/deliver-webhooks.handler.js';
import { ReviewDeliveriesHandler } from '../../handlers/webhooks/review-deliveries.handler.js';

const deliveriesQuery = z.object({ limit: z.coerce.number().int().min(1).max(1000).default(100) });
const webhookInput = z
  .object({
    url: z.url({ protocol: /^https?$/ }).optional(),
    appSecret: z.string().min(1).optional(),
    verifyToken: z.string().min(1).optional(),
  })
  .strict();
const accountEventInput = z
  .object({ wabaId: z.string().min(1), field: z.string().regex(/^[a-z_]{1,64}$/), value: z.record(z.string(), z.unknown()) })
  .strict();

/** Where webhooks go and how they went. For development and tests only: open to everybody who reaches the port. */
@ApiExcludeController()
@Public()
@Controller('simulator')
export class WebhooksController {
  constructor(
    private readonly choose: ChooseWebhookHandler,
    private readonly deliver: DeliverWebhooksHandler,
    private readonly deliveries: ReviewDeliveriesHandler,
  ) {}

  @Put('webhook')
  putWebhook(@Body() body: unknown): object {
    return this.choose.execute(parseOrRefuse(webhookInput, body));
  }

  @Post('verify')
  @HttpCode(200)
  verify(): Promise<object> {
    return this.choose.verify();
  }

  @Get('deliveries')
  listDeliveries(@Query() query: unknown): object {
    return this.deliveries.execute(parseOrRefuse(deliveriesQuery, query).limit);
  }

  /** Any account-level webhook, for what the simulator does not do by itself (account_update, quality updates, ...). */
  @Post('account-events')
  @HttpCode(202)
  accountEvent(@Body() body: unknown): object {
    const { wabaId, field, value } = parseOrRefuse(accountEventInput, body);
    this.deliver.execute(accountUpdate(wabaId, field, value));
    return { accepted: true };
  }
}
