import { Injectable } from '@nestjs/common';

/** The time by which codes of authenticator apps hold. */
@Injectable()
export class Clock {
  now(): number {
    return Date.now();
  }
}
