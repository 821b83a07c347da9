import { Injectable } from '@nestjs/common';

/** The time that "in the last days" is counted back from. Specs move it. */
@Injectable()
export class SegmentClock {
  now(): Date {
    return new Date();
  }
}
