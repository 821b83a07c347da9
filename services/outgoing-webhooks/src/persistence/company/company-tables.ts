import { companyTable, messagingCompanyTables, type CompanyTable } from '#company-data';
import { AttemptRow } from '../deliveries/attempt.entity.js';
import { DeliveryRow } from '../deliveries/delivery.entity.js';
import { LaneRow } from '../deliveries/lane.entity.js';
import { QueueRow } from '../deliveries/queue.entity.js';
import { EndpointRow } from '../endpoints/endpoint.entity.js';
import { ErasedLaneRow } from '../privacy/erased-lane.entity.js';

/** Every table that holds rows of companies, in the order in which they are deleted: what refers to others first. */
export const companyTables: readonly CompanyTable[] = [
  companyTable(AttemptRow, { export: 'webhook-attempts' }),
  companyTable(DeliveryRow, { export: 'webhook-deliveries' }),
  companyTable(LaneRow, { hidden: 'work that waits' }),
  companyTable(QueueRow, { hidden: 'work that waits' }),
  companyTable(EndpointRow, { export: 'webhook-endpoints', except: ['secret', 'formerSecret'] }),
  companyTable(ErasedLaneRow, { hidden: 'ids of conversations that were erased' }),
  ...messagingCompanyTables('outgoing_webhooks'),
];
