import type { EntityClass } from '#database';
import { messagingEntities } from '#messaging';
import { ConnectionEventKeyRow } from './connections/connection-event-key.entity.js';
import { ConnectionEventRow } from './connections/connection-event.entity.js';
import { ConnectionPollRow } from './connections/connection-poll.entity.js';
import { ConnectionRow } from './connections/connection.entity.js';
import { ShopCheckoutRow } from './connections/shop-checkout.entity.js';
import { ShopOrderRow } from './connections/shop-order.entity.js';
import { CreditNoteRow } from './invoices/credit-note.entity.js';
import { InvoiceMessageRow } from './invoices/invoice-message.entity.js';
import { InvoiceNumberRow } from './invoices/invoice-number.entity.js';
import { InvoicePaymentRow } from './invoices/invoice-payment.entity.js';
import { InvoiceSettingsRow } from './invoices/invoice-settings.entity.js';
import { InvoiceReminderRow } from './invoices/invoice-reminder.entity.js';
import { InvoiceRow } from './invoices/invoice.entity.js';
import { ReminderPolicyRow } from './invoices/reminder-policy.entity.js';
import { PayLinkRow } from './payments/pay-link.entity.js';
import { PaySessionRow } from './payments/pay-session.entity.js';
import { StripePaymentRow } from './payments/stripe-payment.entity.js';
import { MessageSettingsRow } from './order-messages/message-settings.entity.js';
import { OrderMessageRow } from './order-messages/order-message.entity.js';
import { IdempotencyKeyRow } from './orders/idempotency-key.entity.js';
import { OrderHistoryRow } from './orders/order-history.entity.js';
import { OrderItemRow } from './orders/order-item.entity.js';
import { OrderRow } from './orders/order.entity.js';

/** Every table of the schema. */
export const entities: readonly EntityClass[] = [
  ...messagingEntities('commerce'),
  OrderRow,
  OrderItemRow,
  OrderHistoryRow,
  IdempotencyKeyRow,
  OrderMessageRow,
  MessageSettingsRow,
  ConnectionRow,
  ConnectionPollRow,
  ConnectionEventRow,
  ConnectionEventKeyRow,
  ShopCheckoutRow,
  ShopOrderRow,
  InvoiceRow,
  InvoicePaymentRow,
  CreditNoteRow,
  InvoiceMessageRow,
  InvoiceReminderRow,
  PayLinkRow,
  PaySessionRow,
  StripePaymentRow,
  ReminderPolicyRow,
  InvoiceNumberRow,
  InvoiceSettingsRow,
];
