import type { GraphPhoneNumber, GraphResult } from '#whatsapp';
import { graphProblem, type GraphProblem } from './outlet-check.js';

/** What an outlet says: this number, in this account, is whose token this is. */
export interface NumberClaim {
  phoneNumberId: string;
  wabaId: string;
  accessToken: string;
}

/** Whether an outlet may have its number. `waiting`: WhatsApp could not be asked yet. Only `confirmed` ones send and receive. */
export type Confirmation = 'confirmed' | 'waiting' | 'refused';

export interface ClaimProblem {
  code:
    | GraphProblem['code']
    | 'whatsapp_account_not_found'
    | 'whatsapp_number_not_in_account'
    | 'whatsapp_not_graph'
    | 'phone_number_taken'
    | 'access_token_unreadable';
  /** For people: what is wrong, and what would be right. */
  detail: string;
  /** Which of what was given is to be corrected. */
  field?: keyof NumberClaim;
}

export type Verdict =
  /** `by`: who says so. */
  | { answer: 'yes'; by: 'whatsapp' | 'operator' }
  | { answer: 'no'; problem: ClaimProblem }
  /** `isAnswered`: by something that is not Graph. */
  | { answer: 'unknown'; problem: ClaimProblem; isAnswered: boolean };

/**
 * What Graph's two answers say of a claim. The account's list decides: it names the number only to a token that may see the account. What
 * was said of the number itself only tells better what is wrong.
 *
 * @param account undefined when it was not asked, since nobody answered before
 */
export function judgeClaim(
  claim: NumberClaim,
  number: GraphResult<GraphPhoneNumber>,
  account: GraphResult<GraphPhoneNumber[]> | undefined,
): Verdict {
  if (account?.outcome === 'ok') {
    if (account.value.some(({ id }) => id === claim.phoneNumberId)) return { answer: 'yes', by: 'whatsapp' };
    return { answer: 'no', problem: number.outcome === 'ok' ? otherAccount(claim) : noNumber(claim) };
  }
  const ofAccount = account && refusalOf(account, claim, 'the numbers of the account');
  if (ofAccount) return { answer: 'no', problem: ofAccount.code === 'whatsapp_number_not_found' ? noAccount(claim) : ofAccount };
  const ofNumber = refusalOf(number, claim, 'the number');
  if (ofNumber) return { answer: 'no', problem: ofNumber };
  return unanswered(account ?? number);
}

/** Graph's no, and nobody else's: what is no Graph says nothing about a number. */
function refusalOf(result: GraphResult<unknown>, claim: NumberClaim, about: string): ClaimProblem | undefined {
  if (result.outcome !== 'rejected' || result.error.code === undefined) return undefined;
  const problem = graphProblem(result, about)!;
  if (problem.status === 503) return undefined;
  if (problem.code === 'whatsapp_number_not_found') return noNumber(claim);
  return { code: problem.code, detail: problem.detail, field: 'accessToken' };
}

function unanswered(result: GraphResult<unknown>): Verdict {
  const httpStatus = httpStatusOf(result);
  const isAnswered = httpStatus !== undefined && httpStatus < 500 && httpStatus !== 429;
  if (isAnswered) {
    const detail =
      `What answers at WHATSAPP_GRAPH_URL is not the Graph API (HTTP ${httpStatus}), so that nobody can say whose number this is. ` +
      'Whoever operates this installation has to correct the address.';
    return { answer: 'unknown', problem: { code: 'whatsapp_not_graph', detail }, isAnswered };
  }
  const { code, detail } = graphProblem(result, 'the numbers of the account') ?? {
    code: 'whatsapp_unavailable' as const,
    detail: 'WhatsApp did not answer; try again shortly.',
  };
  return { answer: 'unknown', problem: { code, detail }, isAnswered };
}

/** Of an answer that is not Graph's. */
function httpStatusOf(result: GraphResult<unknown>): number | undefined {
  if (result.outcome === 'unknown') return result.httpStatus;
  return result.outcome === 'rejected' && result.error.code === undefined ? result.error.httpStatus : undefined;
}

const noNumber = ({ phoneNumberId }: NumberClaim): ClaimProblem => ({
  code: 'whatsapp_number_not_found',
  detail:
    `WhatsApp knows no number with the id ${phoneNumberId} that this access token may see. ` +
    'Copy the phone number id from WhatsApp Manager, and use a token of the business that has the number.',
  field: 'phoneNumberId',
});

const noAccount = ({ wabaId }: NumberClaim): ClaimProblem => ({
  code: 'whatsapp_account_not_found',
  detail:
    `WhatsApp knows no account with the id ${wabaId} that this access token may see. ` +
    'Copy the WhatsApp Business account id from WhatsApp Manager, and use a token of the business that has the account.',
  field: 'wabaId',
});

const otherAccount = ({ phoneNumberId, wabaId }: NumberClaim): ClaimProblem => ({
  code: 'whatsapp_number_not_in_account',
  detail:
    `The number ${phoneNumberId} is not one of the account ${wabaId}. ` +
    'Give the id of the WhatsApp Business account that lists the number in WhatsApp Manager.',
  field: 'wabaId',
});

/** Somebody else's account, as far as can be said where nobody but the first claim says it. */
export const foreignAccount = noAccount;

export const numberTaken = (phoneNumberId: string): ClaimProblem => ({
  code: 'phone_number_taken',
  detail: `The number ${phoneNumberId} is connected already; delete that outlet first.`,
  field: 'phoneNumberId',
});

/** About a day, the pauses between them considered. */
const MAX_ATTEMPTS = 30;
const LONGEST_PAUSE_MS = 3_600_000;

/** When to ask again after so many attempts; null: not by itself any more. */
export function nextAskMs(attempts: number, firstPauseMs: number): number | null {
  return attempts >= MAX_ATTEMPTS ? null : Math.min(firstPauseMs * 2 ** Math.max(0, attempts - 1), LONGEST_PAUSE_MS);
}
