import { Injectable } from '@nestjs/common';
import { Wake } from '#service-kit';

/** Something may be delivered. */
@Injectable()
export class DeliveryWake extends Wake {}
