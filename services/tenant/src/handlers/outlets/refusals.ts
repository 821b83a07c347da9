import { Problem } from '#service-kit';
import type { ClaimProblem } from '../../domain/outlets/number-claim.js';
import type { GraphSaid } from '../../domain/outlets/outlet-check.js';
import { settingsProblems, type OutletSettings } from '../../domain/outlets/outlet-settings.js';

/** @throws {Problem} validation_failed for settings that contradict one another */
export function requireSettings(settings: OutletSettings): void {
  const errors = settingsProblems(settings);
  if (errors.length > 0) throw Problem.invalid(errors);
}

/** Turns a claim's problem into the refusal of the request. */
export function claimRefused({ code, detail, field, said }: ClaimProblem): Problem {
  const errors = field && [{ field, message: detail }];
  return new Problem(code === 'phone_number_taken' ? 409 : 422, code, detail, errors, {}, whatsappSaid(said));
}

/** What WhatsApp itself said, beside our words. */
export const whatsappSaid = (said: GraphSaid | undefined): Record<string, unknown> => (said ? { whatsapp: said } : {});

/** WhatsApp could not be asked: the caller may try again. */
export const claimUnanswered = ({ code, detail, said }: ClaimProblem): Problem =>
  new Problem(503, code, detail, undefined, { 'retry-after': '10' }, whatsappSaid(said));
