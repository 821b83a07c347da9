import { Module } from '@nestjs/common';
import { TellWarningsJob } from '../entrypoints/warnings/tell-warnings.job.js';
import { WarningsController } from '../entrypoints/warnings/warnings.controller.js';
import { ListWarningsHandler } from '../handlers/warnings/list-warnings.handler.js';
import { TellWarningsHandler } from '../handlers/warnings/tell-warnings.handler.js';
import { QuotaWarningsRepository } from '../persistence/warnings/quota-warnings.repository.js';
import { PlansModule } from './plans.module.js';

/** Who comes near a limit is told, once. The database finds it, in the transaction of the use. */
@Module({
  imports: [PlansModule],
  controllers: [WarningsController],
  providers: [TellWarningsJob, ListWarningsHandler, TellWarningsHandler, QuotaWarningsRepository],
})
export class WarningsModule {}
