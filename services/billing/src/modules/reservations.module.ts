import { Module } from '@nestjs/common';
import { ExpireReservationsJob } from '../entrypoints/reservations/expire-reservations.job.js';
import { ExpireReservationsHandler } from '../handlers/reservations/expire-reservations.handler.js';
import { SettleMessagesHandler } from '../handlers/reservations/settle-messages.handler.js';
import { SettleReservations } from '../handlers/reservations/settle-reservations.step.js';
import { ReservationsRepository } from '../persistence/reservations/reservations.repository.js';
import { LedgerModule } from './ledger.module.js';

/** Room of a plan that is promised to what is under way. */
@Module({
  imports: [LedgerModule],
  providers: [ExpireReservationsJob, ExpireReservationsHandler, SettleMessagesHandler, SettleReservations, ReservationsRepository],
  exports: [SettleMessagesHandler, SettleReservations],
})
export class ReservationsModule {}
