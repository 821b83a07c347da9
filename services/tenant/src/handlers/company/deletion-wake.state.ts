import { Injectable } from '@nestjs/common';
import { Wake } from '#service-kit';

/** Something about the end of a company is to be done. */
@Injectable()
export class DeletionWake extends Wake {}
