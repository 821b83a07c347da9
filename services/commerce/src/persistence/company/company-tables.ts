import { companyTable, messagingCompanyTables, type CompanyTable } from '#company-data';
import { IdempotencyKeyRow } from '../orders/idempotency-key.entity.js';
import { OrderHistoryRow } from '../orders/order-history.entity.js';
import { OrderItemRow } from '../orders/order-item.entity.js';
import { OrderRow } from '../orders/order.entity.js';

/** Every table that holds rows of companies, in the order in which they are deleted: what refers to others first. */
export const companyTables: readonly CompanyTable[] = [
  companyTable(OrderHistoryRow, { export: 'order-history' }),
  companyTable(OrderItemRow, { export: 'order-items' }),
  companyTable(OrderRow, { export: 'orders' }),
  companyTable(IdempotencyKeyRow, { hidden: 'keys of requests, of seven days' }),
  ...messagingCompanyTables('commerce'),
];
