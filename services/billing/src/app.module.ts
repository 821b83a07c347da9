import { Module } from '@nestjs/common';
import { MessagingModule } from '#messaging';
import { LedgerModule } from './modules/ledger.module.js';
import { PaymentsModule } from './modules/payments.module.js';
import { PlansModule } from './modules/plans.module.js';
import { UsageModule } from './modules/usage.module.js';
import { RatesModule } from './modules/rates.module.js';
import { InvoicingModule } from './modules/invoicing.module.js';
import { CompanyModule } from './modules/company.module.js';
import { RevenueModule } from './modules/revenue.module.js';
import { VersionsModule } from './modules/versions.module.js';
import { CostsModule } from './modules/costs.module.js';
import { SpendingModule } from './modules/spending.module.js';
import { WarningsModule } from './modules/warnings.module.js';

@Module({
  imports: [
    MessagingModule,
    CompanyModule,
    UsageModule,
    RatesModule,
    PlansModule,
    LedgerModule,
    CostsModule,
    PaymentsModule,
    WarningsModule,
    RevenueModule,
    SpendingModule,
    VersionsModule,
    InvoicingModule,
  ],
})
export class AppModule {}
