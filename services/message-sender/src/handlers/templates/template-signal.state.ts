import { Injectable } from '@nestjs/common';
import { Wake } from '#service-kit';

/** The templates of an account are to be read. */
@Injectable()
export class TemplateSignal extends Wake {}
