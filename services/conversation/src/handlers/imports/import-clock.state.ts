import { Injectable } from '@nestjs/common';

/** The time by which imports are leased and forgotten. Specs move it. */
@Injectable()
export class ImportClock {
  now(): Date {
    return new Date();
  }
}
