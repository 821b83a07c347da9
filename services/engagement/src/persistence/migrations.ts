import type { SchemaMigrations } from '#database';
import { messagingPartitions, messagingTables, messagingTurns } from '#messaging';
import { codes } from './migrations/0010-codes.js';
import { campaigns } from './migrations/0030-campaigns.js';
import { drips } from './migrations/0031-drips.js';
import { dripEntries } from './migrations/0051-drip-entries.js';
import { withdrawnMessages } from './migrations/0052-withdrawn-messages.js';
import { dripRules } from './migrations/0050-drip-rules.js';
import { flows } from './migrations/0040-flows.js';
import { flowVersions } from './migrations/0041-flow-versions.js';
import { dripVersions } from './migrations/0070-drip-versions.js';
import { failedRuns } from './migrations/0071-failed-runs.js';
import { flowCalls } from './migrations/0095-flow-calls.js';
import { flowBeginnings } from './migrations/0096-flow-beginnings.js';
import { campaignReasons } from './migrations/0080-campaign-reasons.js';
import { dripOrders } from './migrations/0085-drip-orders.js';
import { checkoutLinks } from './migrations/0086-checkout-links.js';
import { companyEnd } from './migrations/0004-company-end.js';
import { leads } from './migrations/0060-leads.js';
import { segments } from './migrations/0020-segments.js';

const schema = 'engagement';

export const migrations: SchemaMigrations = {
  schema,
  migrations: [
    { name: '0001-messaging', sql: messagingTables(schema) },
    { name: '0002-messaging-partitions', sql: messagingPartitions(schema) },
    { name: '0003-messaging-turns', sql: messagingTurns(schema) },
    companyEnd,
    segments,
    codes,
    campaigns,
    drips,
    dripRules,
    dripEntries,
    withdrawnMessages,
    leads,
    flows,
    flowVersions,
    dripVersions,
    failedRuns,
    campaignReasons,
    flowCalls,
    flowBeginnings,
    dripOrders,
    checkoutLinks,
  ],
};
