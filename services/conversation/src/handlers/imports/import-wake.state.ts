import { Injectable } from '@nestjs/common';
import { Wake } from '#service-kit';

/** Tells the loop of this process that an import waits. */
@Injectable()
export class ImportWake extends Wake {}
