import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { CONFIG } from '#service-kit';
import type { Config } from '../../config.js';
import { CreateFirstSuperadminHandler } from '../../handlers/auth/create-first-superadmin.handler.js';

/** Runs before the service is ready: then the superadmin can sign in at once. */
@Injectable()
export class BootstrapSuperadminJob implements OnApplicationBootstrap {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly createFirstSuperadmin: CreateFirstSuperadminHandler,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const { BOOTSTRAP_SUPERADMIN_EMAIL: email, BOOTSTRAP_SUPERADMIN_PASSWORD: password } = this.config;
    if (email && password) await this.createFirstSuperadmin.execute(email, password);
  }
}
