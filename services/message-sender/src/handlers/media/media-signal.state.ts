import { Injectable } from '@nestjs/common';
import { Wake } from '#service-kit';

/** A file waits to be fetched or uploaded. */
@Injectable()
export class MediaSignal extends Wake {}
