import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Public } from '#service-kit';
import { PayByLinkHandler } from '../../handlers/payments/pay-by-link.handler.js';
import { payPage } from './pay-page.js';

/** Where customers pay invoices. Who may do so stands in the link itself. */
@ApiExcludeController()
@Public()
@Controller('pay')
export class PayPagesController {
  constructor(private readonly pay: PayByLinkHandler) {}

  /** Sends them on to pay; says where it stands where there is nothing to pay, and to those who come back from there. */
  @Get(':token')
  async follow(@Param('token') token: string, @Query('back') said: unknown, @Res() reply: FastifyReply): Promise<void> {
    const opened = await this.pay.follow(token);
    const back = said === 'paid' || said === 'later' ? said : undefined;
    const headers = { 'cache-control': 'no-store', 'referrer-policy': 'no-referrer', 'x-robots-tag': 'noindex' };
    if (opened?.state === 'open' && !back) {
      await reply.code(303).headers(headers).header('location', opened.url).send();
      return;
    }
    await reply
      .code(opened ? 200 : 404)
      .headers({
        ...headers,
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
      })
      .send(payPage(opened, back));
  }
}
