import { Module } from '@nestjs/common';
import { OrdersClient } from '../clients/tools/orders.client.js';
import { Tools } from '../handlers/tools/tools.step.js';

/** What the assistant can look up for the customer who writes. */
@Module({ providers: [Tools, OrdersClient], exports: [Tools] })
export class ToolsModule {}
