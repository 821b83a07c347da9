import { Inject, Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { ObjectStore } from '#object-store';
import { CONFIG, Logger } from '#service-kit';
import { publicLink, type Config } from '../../config.js';
import { mailLanguage } from '../../domain/company/company-settings.js';
import { EXPORT_LIFE_MS, exportMail, FORGET_AFTER_MS } from '../../domain/company/export.js';
import { CompanyAccountsRepository } from '../../persistence/company/company-accounts.repository.js';
import { CompanyExportsRepository, type CompanyExport } from '../../persistence/company/company-exports.repository.js';
import { TenantsRepository } from '../../persistence/directory/tenants.repository.js';
import { UsersRepository } from '../../persistence/directory/users.repository.js';
import { MailQueue } from '../mail/mail-queue.step.js';
import { WriteArchive } from './write-archive.state.js';

/** Renewed with every file; a process that dies leaves the archive to the next after it, which begins anew. */
const LEASE_MS = 5 * 60_000;
const MAX_ATTEMPTS = 5;
const PAUSE_MS = 60_000;
/** Progress is told at most so often. */
const TELL_EVERY_MS = 1_000;

const later = (now: Date, ms: number): Date => new Date(now.getTime() + ms);

/** The company ended while its archive was being written. */
class Gone extends Error {}

@Injectable()
export class RunExportsHandler {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly database: TenantDatabase,
    private readonly exports: CompanyExportsRepository,
    private readonly tenants: TenantsRepository,
    private readonly users: UsersRepository,
    private readonly accounts: CompanyAccountsRepository,
    private readonly archive: WriteArchive,
    private readonly store: ObjectStore,
    private readonly mails: MailQueue,
    @Inject(Logger) private readonly logger: Logger,
  ) {}

  /** Writes archives that were asked for and takes away those whose days are over. @param now the clock, by which they end */
  async execute(isStopped: () => boolean = () => false, clock = (): Date => new Date()): Promise<void> {
    while (!isStopped()) {
      const due = await this.database.forSystem((tx) => this.exports.claim(tx, clock(), LEASE_MS));
      if (!due) return;
      if (due.state === 'running') await this.#write(due, clock);
      else await this.#takeAway(due, clock());
    }
  }

  async #write(due: CompanyExport, clock: () => Date): Promise<void> {
    const { tenantId } = due;
    try {
      const { tenant, people } = await this.database.forSystem(async (tx) => ({
        tenant: await this.tenants.lock(tx, tenantId),
        people: await this.accounts.people(tx, tenantId),
      }));
      if (!tenant) throw new Gone();
      const progress = this.#progress(due, clock);
      const of = { tenantId, id: due.id, company: tenant.name, at: clock(), own: { company: [tenant], people } };
      const sizeBytes = await this.archive.execute(of, progress);
      const at = clock();
      await this.database.forSystem(async (tx) => {
        if (!(await this.exports.finish(tx, due, { sizeBytes, at, expiresAt: later(at, EXPORT_LIFE_MS) }))) throw new Gone();
        const asker = due.requestedBy && (await this.users.find(tx, due.requestedBy));
        const link = publicLink(this.config, '/settings');
        if (asker) await this.mails.put(tx, exportMail(asker.email, mailLanguage(tenant.settings), tenant.name, link));
      });
    } catch (error) {
      await this.#failed(due, error as Error, clock());
    }
  }

  #progress({ tenantId, id }: CompanyExport, clock: () => Date): (written: number, files: number) => Promise<void> {
    let told = -Infinity;
    return async (written, files) => {
      const now = clock();
      if (now.getTime() - told < TELL_EVERY_MS && written < files) return;
      told = now.getTime();
      const at = { written, files, until: later(now, LEASE_MS) };
      if (!(await this.database.forSystem((tx) => this.exports.progress(tx, { tenantId, id }, at)))) throw new Gone();
    };
  }

  async #failed(due: CompanyExport, error: Error, now: Date): Promise<void> {
    await this.store.delete(due).catch(() => undefined);
    if (error instanceof Gone) return;
    const isOver = due.attempts >= MAX_ATTEMPTS;
    this.logger.warn(`an export failed; ${isOver ? 'it is given up' : 'it is tried again'}`, error, {
      tenantId: due.tenantId,
      exportId: due.id,
    });
    await this.database.forSystem((tx) => this.exports.fail(tx, due, isOver ? null : later(now, PAUSE_MS * due.attempts), now));
  }

  /** First the bytes, so that none is left that no row knows. */
  async #takeAway(due: CompanyExport, now: Date): Promise<void> {
    if (due.state === 'done') {
      await this.store.delete(due);
      await this.database.forSystem((tx) => this.exports.expire(tx, due, later(now, FORGET_AFTER_MS)));
    } else {
      await this.database.forSystem((tx) => this.exports.forget(tx, due));
    }
  }
}
