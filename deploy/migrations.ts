import type { SchemaMigrations } from '#database';
import { migrations as analytics } from '../services/analytics/src/persistence/migrations.js';
import { migrations as billing } from '../services/billing/src/persistence/migrations.js';
import { migrations as engagement } from '../services/engagement/src/persistence/migrations.js';
import { migrations as commerce } from '../services/commerce/src/persistence/migrations.js';
import { migrations as conversation } from '../services/conversation/src/persistence/migrations.js';
import { migrations as gateway } from '../services/gateway/src/persistence/migrations.js';
import { migrations as knowledge } from '../services/knowledge/src/persistence/migrations.js';
import { migrations as llmOrchestration } from '../services/llm-orchestration/src/persistence/migrations.js';
import { migrations as messageSender } from '../services/message-sender/src/persistence/migrations.js';
import { migrations as outgoingWebhooks } from '../services/outgoing-webhooks/src/persistence/migrations.js';
import { migrations as tenant } from '../services/tenant/src/persistence/migrations.js';

/** Every schema of the installation, in the order in which views depend on tables. */
export const MODULES: readonly SchemaMigrations[] = [
  tenant,
  billing,
  knowledge,
  llmOrchestration,
  conversation,
  messageSender,
  analytics,
  outgoingWebhooks,
  engagement,
  commerce,
  gateway,
];
