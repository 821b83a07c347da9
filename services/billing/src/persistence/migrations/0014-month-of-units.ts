import { reserveV1 } from './0010-reservations.js';

/**
 * Units stand in the month that they were counted in. A transaction that began before the turn of the month and waited for one that turned it
 * had counted them in the new month and dated them in the old one, so that they stayed reserved.
 */
export const monthOfUnits = {
  name: '0014-month-of-units',
  sql: reserveV1('create or replace', 'q.period_start'),
};
