import { Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiBadGatewayResponse, ApiConflictResponse, ApiNotFoundResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Actor, Allow, By, idOf, ProblemDto, TenantId } from '#service-kit';
import { PayByLinkHandler } from '../../handlers/payments/pay-by-link.handler.js';
import { PaymentLinkDto } from './payment-links.dto.js';

@ApiTags('Invoices')
@Controller('api/v1/invoices/:id/payment-link')
export class PaymentLinksController {
  constructor(private readonly pay: PayByLinkHandler) {}

  @Post()
  @HttpCode(200)
  @Allow('agent', 'invoices:write')
  @ApiOperation({
    summary: 'Get the link by which a customer pays an invoice',
    description:
      'At your own Stripe account, what is due when the link is followed. Each invoice has one link; a checkout is opened with this call, so that you see whether it works. Of currencies with three decimals Stripe takes tens of the smallest unit, and the rest stays due.',
  })
  @ApiOkResponse({ type: PaymentLinkDto })
  @ApiNotFoundResponse({ description: 'not_found', type: ProblemDto })
  @ApiConflictResponse({ description: 'invoice_not_payable, stripe_not_connected', type: ProblemDto })
  @ApiBadGatewayResponse({ description: 'payment_account_failed', type: ProblemDto })
  make(@TenantId() tenantId: string, @Param('id', idOf('invoice')) id: string, @By() by: Actor): Promise<PaymentLinkDto> {
    return this.pay.make(tenantId, id, by);
  }
}
