import { companyTable, messagingCompanyTables, type CompanyTable } from '#company-data';
import { LedgerAccountRow } from '../ledger/ledger-account.entity.js';
import { LedgerTransferRow } from '../ledger/ledger-transfer.entity.js';
import { InvoiceAccountRow } from '../invoices/invoice-account.entity.js';
import { InvoicePaymentRow } from '../invoices/invoice-payment.entity.js';
import { InvoiceRow } from '../invoices/invoice.entity.js';
import { InvoicedSubscriptionRow } from '../invoicing/invoiced-subscription.entity.js';
import { DailyCostRow } from '../costs/daily-cost.entity.js';
import { MessageCostRow } from '../costs/message-cost.entity.js';
import { PlanPeriodRow } from '../plans/plan-period.entity.js';
import { AutomaticChargeRow } from '../payments/automatic-charge.entity.js';
import { AutomaticTopUpRow } from '../payments/automatic-top-up.entity.js';
import { PaymentAccountRow } from '../payments/payment-account.entity.js';
import { TopUpRow } from '../payments/top-up.entity.js';
import { MissingFeatureRow } from '../plans/missing-feature.entity.js';
import { QuotaAddonRow } from '../plans/quota-addon.entity.js';
import { QuotaRow } from '../plans/quota.entity.js';
import { QuotaWarningRow } from '../warnings/quota-warning.entity.js';
import { DailyOverageRow } from '../revenue/daily-overage.entity.js';
import { MarginRow } from '../revenue/margin.entity.js';
import { NearLimitRow } from '../revenue/near-limit.entity.js';
import { SpendingCapRow } from '../spending/spending-cap.entity.js';
import { SubscriptionRow } from '../plans/subscription.entity.js';
import { ReservationRow } from '../reservations/reservation.entity.js';
import { DailyChargeRow } from '../usage/daily-charge.entity.js';
import { DailyUsageRow } from '../usage/daily-usage.entity.js';
import { UsageCorrectionRow } from '../usage/usage-correction.entity.js';
import { PricedMessageRow } from '../usage/priced-message.entity.js';

/** Law wants what was billed kept, and it names nobody: days and sums. */
const BOOKS = 'what was used and charged, by day: the operator’s books';

const MONEY = 'what was paid and what it was used for: the operator’s books';

/** Every table that holds rows of companies, in the order in which they are deleted: what refers to others first. */
export const companyTables: readonly CompanyTable[] = [
  companyTable(SubscriptionRow, { export: 'subscription' }),
  companyTable(ReservationRow, { hidden: 'what is under way for a moment; the sums are in quotas' }),
  companyTable(PlanPeriodRow, { export: 'plan-periods' }),
  companyTable(PaymentAccountRow, { export: 'payment-account', except: ['readingsBegun', 'readingStored', 'checkoutsBegun'] }),
  companyTable(MissingFeatureRow, { hidden: 'follows from the plan' }),
  companyTable(QuotaAddonRow, { export: 'quota-addons' }),
  companyTable(AutomaticTopUpRow, { export: 'automatic-top-up', except: ['dueAt'] }),
  companyTable(AutomaticChargeRow, { export: 'automatic-charges' }),
  companyTable(QuotaRow, { export: 'quotas' }),
  companyTable(QuotaWarningRow, { export: 'quota-warnings' }),
  companyTable(SpendingCapRow, { export: 'spending-cap' }),
  companyTable(PricedMessageRow, { hidden: 'only tells which prices were counted; the sums are in charges' }),
  companyTable(MessageCostRow, { hidden: 'only tells what of a message was counted; the sums are in costs' }),
  companyTable(DailyCostRow, { export: 'costs', kept: BOOKS }),
  companyTable(DailyChargeRow, { export: 'charges', kept: BOOKS }),
  companyTable(UsageCorrectionRow, { export: 'usage-corrections', kept: BOOKS }),
  companyTable(DailyUsageRow, { export: 'usage', kept: BOOKS }),
  companyTable(DailyOverageRow, { export: 'overage', kept: BOOKS }),
  companyTable(MarginRow, { hidden: 'what the operator earns; what the company paid and cost is in ledger and costs' }),
  companyTable(NearLimitRow, { hidden: 'what a job has looked at; it is in quotas' }),
  companyTable(TopUpRow, { export: 'top_ups', except: ['readingStored'], kept: MONEY }),
  companyTable(InvoicedSubscriptionRow, { export: 'invoicing', except: ['nextStepAt'] }),
  companyTable(InvoiceAccountRow, { export: 'billing-details', except: ['overageShownMinor'] }),
  companyTable(InvoicePaymentRow, { export: 'invoice-payments', kept: MONEY }),
  companyTable(InvoiceRow, { export: 'invoices', kept: MONEY }),
  companyTable(LedgerTransferRow, { export: 'ledger', kept: MONEY }),
  companyTable(LedgerAccountRow, { export: 'ledger_accounts', kept: MONEY }),
  ...messagingCompanyTables('billing'),
];
