import type { Transaction } from '#database';
import { Problem } from '#service-kit';
import type { InboxSettingsRepository } from '../../persistence/settings/inbox-settings.repository.js';

/** @param teams by the field that names them; null names none @throws {Problem} team_unknown */
export async function requireTeams(
  tx: Transaction,
  settings: InboxSettingsRepository,
  teams: Record<string, string | null>,
): Promise<void> {
  const named = Object.entries(teams).filter((entry): entry is [string, string] => entry[1] !== null);
  const existing = await settings.existingTeams(
    tx,
    named.map(([, id]) => id.toLowerCase()),
  );
  const [unknown] = named.find(([, id]) => !existing.includes(id.toLowerCase())) ?? [];
  if (unknown) throw new Problem(422, 'team_unknown', `${unknown} must be a team of this tenant.`);
}
