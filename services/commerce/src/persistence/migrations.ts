import type { SchemaMigrations } from '#database';
import { messagingPartitions, messagingTables, messagingTurns } from '#messaging';
import { companyEnd } from './migrations/0004-company-end.js';
import { orders } from './migrations/0010-orders.js';
import { orderMessages } from './migrations/0015-order-messages.js';
import { connections } from './migrations/0020-connections.js';
import { connectionHealth } from './migrations/0050-connection-health.js';
import { mergedContacts } from './migrations/0060-merged-contacts.js';
import { invoices } from './migrations/0030-invoices.js';
import { reminders } from './migrations/0035-reminders.js';
import { invoiceMessages } from './migrations/0031-invoice-messages.js';
import { confirmations } from './migrations/0052-confirmations.js';
import { noInvoicesView } from './migrations/0080-no-invoices-view.js';
import { foundBy } from './migrations/0070-found-by.js';
import { payLinks } from './migrations/0080-pay-links.js';
import { shopCheckouts } from './migrations/0100-shop-checkouts.js';
import { replies } from './migrations/0102-replies.js';
import { redactions } from './migrations/0101-redactions.js';
import { connectionPolls } from './migrations/0051-connection-polls.js';

const schema = 'commerce';

export const migrations: SchemaMigrations = {
  schema,
  migrations: [
    { name: '0001-messaging', sql: messagingTables(schema) },
    { name: '0002-messaging-partitions', sql: messagingPartitions(schema) },
    { name: '0003-messaging-turns', sql: messagingTurns(schema) },
    companyEnd,
    orders,
    orderMessages,
    connections,
    connectionHealth,
    mergedContacts,
    invoices,
    invoiceMessages,
    reminders,
    connectionPolls,
    confirmations,
    foundBy,
    payLinks,
    noInvoicesView,
    shopCheckouts,
    redactions,
    replies,
  ],
};
