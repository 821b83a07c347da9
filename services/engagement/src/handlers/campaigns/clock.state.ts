import { Injectable } from '@nestjs/common';

/** The time by which campaigns go. Specs move it. */
@Injectable()
export class CampaignClock {
  now(): Date {
    return new Date();
  }
}
