import type { EntityClass } from '#database';
import { messagingEntities } from '#messaging';
import { LedgerAccountRow } from './ledger/ledger-account.entity.js';
import { LedgerTransferRow } from './ledger/ledger-transfer.entity.js';
import { InvoiceAccountRow } from './invoices/invoice-account.entity.js';
import { InvoiceNumberRow } from './invoices/invoice-number.entity.js';
import { InvoicePaymentRow } from './invoices/invoice-payment.entity.js';
import { InvoiceSettingsRow } from './invoices/invoice-settings.entity.js';
import { InvoiceRow } from './invoices/invoice.entity.js';
import { InvoicedSubscriptionRow } from './invoicing/invoiced-subscription.entity.js';
import { DailyCostRow } from './costs/daily-cost.entity.js';
import { MessageCostRow } from './costs/message-cost.entity.js';
import { PlanPeriodRow } from './plans/plan-period.entity.js';
import { AutomaticChargeRow } from './payments/automatic-charge.entity.js';
import { AutomaticTopUpRow } from './payments/automatic-top-up.entity.js';
import { PaymentAccountRow } from './payments/payment-account.entity.js';
import { TopUpRow } from './payments/top-up.entity.js';
import { PlanRow } from './plans/plan.entity.js';
import { MissingFeatureRow } from './plans/missing-feature.entity.js';
import { QuotaAddonRow } from './plans/quota-addon.entity.js';
import { QuotaRow } from './plans/quota.entity.js';
import { QuotaWarningRow } from './warnings/quota-warning.entity.js';
import { DailyOverageRow } from './revenue/daily-overage.entity.js';
import { DepositTotalRow } from './revenue/deposit-total.entity.js';
import { FigurePassRow } from './revenue/figure-pass.entity.js';
import { MarginRow } from './revenue/margin.entity.js';
import { MarginTotalRow } from './revenue/margin-total.entity.js';
import { NearLimitRow } from './revenue/near-limit.entity.js';
import { PlanMoveRow } from './revenue/plan-move.entity.js';
import { PlanTenantsRow } from './revenue/plan-tenants.entity.js';
import { ReservationRow } from './reservations/reservation.entity.js';
import { SpendingCapRow } from './spending/spending-cap.entity.js';
import { SubscriptionRow } from './plans/subscription.entity.js';
import { ModelPriceRow } from './rates/model-price.entity.js';
import { PricePolicyRow } from './rates/price-policy.entity.js';
import { RateCardRow } from './rates/rate-card.entity.js';
import { RateMarketRow } from './rates/rate-market.entity.js';
import { RateRow } from './rates/rate.entity.js';
import { DailyChargeRow } from './usage/daily-charge.entity.js';
import { DailyUsageRow } from './usage/daily-usage.entity.js';
import { UsageCorrectionRow } from './usage/usage-correction.entity.js';
import { PricedMessageRow } from './usage/priced-message.entity.js';

/** Every table of the schema. */
export const entities: readonly EntityClass[] = [
  ...messagingEntities('billing'),
  SubscriptionRow,
  PlanRow,
  PlanPeriodRow,
  QuotaRow,
  QuotaWarningRow,
  QuotaAddonRow,
  MissingFeatureRow,
  PaymentAccountRow,
  TopUpRow,
  AutomaticTopUpRow,
  AutomaticChargeRow,
  RateCardRow,
  RateRow,
  RateMarketRow,
  PricePolicyRow,
  ModelPriceRow,
  DailyChargeRow,
  DailyUsageRow,
  PricedMessageRow,
  UsageCorrectionRow,
  LedgerAccountRow,
  LedgerTransferRow,
  ReservationRow,
  InvoicedSubscriptionRow,
  InvoiceSettingsRow,
  InvoiceAccountRow,
  InvoiceRow,
  InvoicePaymentRow,
  InvoiceNumberRow,
  SpendingCapRow,
  DailyCostRow,
  MessageCostRow,
  DailyOverageRow,
  DepositTotalRow,
  FigurePassRow,
  MarginRow,
  MarginTotalRow,
  NearLimitRow,
  PlanMoveRow,
  PlanTenantsRow,
];
