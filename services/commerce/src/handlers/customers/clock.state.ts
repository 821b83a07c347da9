import { Injectable } from '@nestjs/common';

/** The time by which orders and their messages wait. Specs move it. */
@Injectable()
export class Clock {
  now(): Date {
    return new Date();
  }
}
