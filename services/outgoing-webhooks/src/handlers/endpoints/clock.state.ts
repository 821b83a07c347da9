import { Injectable } from '@nestjs/common';

/** The time by which deliveries wait. Specs move it. */
@Injectable()
export class Clock {
  now(): Date {
    return new Date();
  }
}
