import { Injectable } from '@nestjs/common';
import { Wake } from '#service-kit';

/** A shop has told something. */
@Injectable()
export class EventsWake extends Wake {}
