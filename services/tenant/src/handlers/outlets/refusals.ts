import { Problem } from '#service-kit';
import { settingsProblems, type OutletSettings } from '../../domain/outlets/outlet-settings.js';

/** @throws {Problem} validation_failed for settings whose fields are right but make no sense together */
export function requireSettings(settings: OutletSettings): void {
  const errors = settingsProblems(settings);
  if (errors.length > 0) throw Problem.invalid(errors);
}
