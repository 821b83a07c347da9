import { Injectable } from '@nestjs/common';

/** The time by which codes count and are over. Specs move it. */
@Injectable()
export class CodeClock {
  now(): Date {
    return new Date();
  }
}
