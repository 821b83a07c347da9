import { Injectable } from '@nestjs/common';
import { Wake } from '#service-kit';

/** An archive is to be written. */
@Injectable()
export class ExportWake extends Wake {}
