import { Injectable } from '@nestjs/common';
import { Wake } from '#service-kit';

/** Tells the loop of this process that a campaign has something to do. */
@Injectable()
export class CampaignWake extends Wake {}
