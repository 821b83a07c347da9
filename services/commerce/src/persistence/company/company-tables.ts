import { companyTable, messagingCompanyTables, type CompanyTable } from '#company-data';
import { ConnectionEventKeyRow } from '../connections/connection-event-key.entity.js';
import { ConnectionEventRow } from '../connections/connection-event.entity.js';
import { ConnectionPollRow } from '../connections/connection-poll.entity.js';
import { ConnectionRow } from '../connections/connection.entity.js';
import { ShopCheckoutRow } from '../connections/shop-checkout.entity.js';
import { ShopOrderRow } from '../connections/shop-order.entity.js';
import { CreditNoteRow } from '../invoices/credit-note.entity.js';
import { InvoiceMessageRow } from '../invoices/invoice-message.entity.js';
import { InvoiceNumberRow } from '../invoices/invoice-number.entity.js';
import { InvoicePaymentRow } from '../invoices/invoice-payment.entity.js';
import { InvoiceSettingsRow } from '../invoices/invoice-settings.entity.js';
import { InvoiceReminderRow } from '../invoices/invoice-reminder.entity.js';
import { InvoiceRow } from '../invoices/invoice.entity.js';
import { ReminderPolicyRow } from '../invoices/reminder-policy.entity.js';
import { PayLinkRow } from '../payments/pay-link.entity.js';
import { PaySessionRow } from '../payments/pay-session.entity.js';
import { StripePaymentRow } from '../payments/stripe-payment.entity.js';
import { MessageSettingsRow } from '../order-messages/message-settings.entity.js';
import { OrderMessageRow } from '../order-messages/order-message.entity.js';
import { IdempotencyKeyRow } from '../orders/idempotency-key.entity.js';
import { OrderHistoryRow } from '../orders/order-history.entity.js';
import { OrderItemRow } from '../orders/order-item.entity.js';
import { OrderRow } from '../orders/order.entity.js';

/** Every table that holds rows of companies, in the order in which they are deleted: what refers to others first. */
export const companyTables: readonly CompanyTable[] = [
  companyTable(ConnectionEventRow, { export: 'connection-events', except: ['body'] }),
  companyTable(ConnectionEventKeyRow, { hidden: 'hashes by which deliveries are known that come again' }),
  companyTable(ShopOrderRow, { hidden: 'what the orders say already, as their shops told it' }),
  companyTable(ShopCheckoutRow, { export: 'shop-checkouts', except: ['token', 'link'] }),
  companyTable(ConnectionPollRow, { hidden: 'when a shop’s own orders are looked at' }),
  companyTable(StripePaymentRow, { hidden: 'what the payments of invoices say already, as Stripe told it' }),
  companyTable(PaySessionRow, { hidden: 'checkouts of a day, which Stripe has too' }),
  companyTable(PayLinkRow, { hidden: 'links by which anybody may pay; the invoices show them' }),
  companyTable(ConnectionRow, { export: 'connections', except: ['secrets', 'credentials'] }),
  companyTable(InvoiceReminderRow, { export: 'invoice-reminders' }),
  companyTable(ReminderPolicyRow, { export: 'reminder-policy' }),
  companyTable(InvoiceMessageRow, { export: 'invoice-messages' }),
  companyTable(InvoicePaymentRow, { export: 'customer-invoice-payments' }),
  companyTable(CreditNoteRow, { export: 'credit-notes' }),
  companyTable(InvoiceRow, { export: 'customer-invoices' }),
  companyTable(InvoiceNumberRow, { hidden: 'how far the numbers of series are, as the invoices say' }),
  companyTable(InvoiceSettingsRow, { export: 'invoice-settings' }),
  companyTable(OrderMessageRow, { export: 'order-messages' }),
  companyTable(MessageSettingsRow, { export: 'order-message-settings' }),
  companyTable(OrderHistoryRow, { export: 'order-history' }),
  companyTable(OrderItemRow, { export: 'order-items' }),
  companyTable(OrderRow, { export: 'orders' }),
  companyTable(IdempotencyKeyRow, { hidden: 'keys of requests, of seven days' }),
  ...messagingCompanyTables('commerce'),
];
