import { Injectable } from '@nestjs/common';
import { TenantDatabase, type Transaction } from '#database';
import { Problem, type Actor, type Identity } from '#service-kit';
import { v7 } from 'uuid';
import type { SavedView } from '../../domain/views/saved-view.js';
import { SavedViewRow } from '../../persistence/views/saved-view.entity.js';
import { SavedViewsRepository } from '../../persistence/views/saved-views.repository.js';
import { Audit } from '../audit/audit.step.js';
import { orTaken, requireRoom } from '../collaboration/limits.js';

const MAX_OWN = 50;
const MAX_SHARED = 100;

/** Who asks, and how the audit log names them. */
interface Asking {
  caller: Identity;
  by: Actor;
}

/** Filters of the inbox under a name. A person's own are nobody else's to see; what all share is for admins to change, and audited. */
@Injectable()
export class SavedViewsHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly views: SavedViewsRepository,
    private readonly audit: Audit,
  ) {}

  /** The caller's own and the shared ones: there are 150 at most. */
  async list(tenantId: string, caller: Identity): Promise<SavedView[]> {
    return this.database.forTenant(tenantId, (tx) => this.views.list(tx, caller.subject));
  }

  /** @throws {Problem} forbidden, name_taken, too_many */
  async create(tenantId: string, given: Omit<SavedView, 'id' | 'ownerId'>, { caller, by }: Asking): Promise<SavedView> {
    const created = { id: v7(), ownerId: caller.subject, ...given };
    if (given.isShared) requireAdmin(caller);
    const create = this.database.forTenant(tenantId, async (tx) => {
      await this.#requireRoom(tx, created);
      await tx.rows(SavedViewRow).insert(created);
      this.#tell(tx, by, created.id, undefined, created);
    });
    await orNameTaken(create);
    return created;
  }

  /** @throws {Problem} not_found, forbidden, name_taken, too_many */
  async change(tenantId: string, given: Omit<SavedView, 'ownerId'>, { caller, by }: Asking): Promise<SavedView> {
    let changed: SavedView | undefined;
    const change = this.database.forTenant(tenantId, async (tx) => {
      const before = await this.#lock(tx, given.id, caller);
      if (given.isShared || before.isShared) requireAdmin(caller);
      // What was shared and is no more is theirs who took it back.
      changed = { ...given, ownerId: before.isShared && !given.isShared ? caller.subject : before.ownerId };
      if (given.isShared !== before.isShared) await this.#requireRoom(tx, changed);
      await tx.rows(SavedViewRow).change(given.id, changed);
      this.#tell(tx, by, given.id, before, changed);
    });
    await orNameTaken(change);
    return changed!;
  }

  /** @throws {Problem} not_found, forbidden */
  async delete(tenantId: string, id: string, { caller, by }: Asking): Promise<void> {
    await this.database.forTenant(tenantId, async (tx) => {
      const before = await this.#lock(tx, id, caller);
      if (before.isShared) requireAdmin(caller);
      await tx.rows(SavedViewRow).delete(id);
      this.#tell(tx, by, id, before, undefined);
    });
  }

  /** Another person's own is not there. @throws {Problem} not_found */
  async #lock(tx: Transaction, id: string, caller: Identity): Promise<SavedView> {
    const view = await tx.rows(SavedViewRow).lock(id);
    if (!view || (!view.isShared && view.ownerId !== caller.subject)) throw Problem.notFound('view');
    return view;
  }

  async #requireRoom(tx: Transaction, { isShared, ownerId }: SavedView): Promise<void> {
    if (isShared) requireRoom(await this.views.countShared(tx), MAX_SHARED, 'shared views');
    else requireRoom(await this.views.countOwn(tx, ownerId), MAX_OWN, 'views of one person');
  }

  /** What a person keeps for themselves is not the company's to know, and what is searched for may be a customer's name. */
  #tell(tx: Transaction, by: Actor, id: string, before: SavedView | undefined, after: SavedView | undefined): void {
    const shown = (view: SavedView | undefined) => {
      if (!view?.isShared) return null;
      const { q: _, ...filter } = view.filter;
      return { name: view.name, ...filter };
    };
    const [was, is] = [shown(before), shown(after)];
    if (was || is) this.audit.append(tx, by, was ? (is ? 'changed' : 'deleted') : 'created', { type: 'saved_view', id }, was, is);
  }
}

const orNameTaken = (work: Promise<void>): Promise<void> =>
  orTaken(orTaken(work, 'saved_views_own_name', 'name', 'view of yours'), 'saved_views_shared_name', 'name', 'shared view');

function requireAdmin({ superadmin, role, scopes }: Identity): void {
  if (superadmin || role === 'admin' || role === 'owner' || scopes?.includes('inbox:manage')) return;
  throw new Problem(403, 'forbidden', 'Only admins may share views and change shared ones.');
}
