import type { GraphPhoneNumber, GraphResult } from '#whatsapp';
import { graphProblem, type GraphProblem, type GraphSaid } from './outlet-check.js';

/** What an outlet claims: this token's owner has this number, in this account. */
export interface NumberClaim {
  phoneNumberId: string;
  wabaId: string;
  accessToken: string;
}

/** Whether an outlet has its number. `waiting`: WhatsApp could not be asked yet. Only `confirmed` ones send and receive. */
export type Confirmation = 'confirmed' | 'waiting' | 'refused';

export interface ClaimProblem {
  code:
    | GraphProblem['code']
    | 'whatsapp_account_not_found'
    | 'whatsapp_number_not_in_account'
    | 'whatsapp_not_graph'
    | 'phone_number_taken'
    | 'access_token_unreadable';
  /** For people: what is wrong, and how to correct it. */
  detail: string;
  /** The field to correct. */
  field?: keyof NumberClaim;
  /** The error of Graph behind it, if there is one. */
  said?: GraphSaid | undefined;
}

export type Verdict =
  /** `by`: who confirms it. */
  | { answer: 'yes'; by: 'whatsapp' | 'operator' }
  | { answer: 'no'; problem: ClaimProblem }
  /** `isAnswered`: something that is not Graph answered. */
  | { answer: 'unknown'; problem: ClaimProblem; isAnswered: boolean };

/**
 * Judges a claim by Graph's two answers. The account's list decides: it shows the number only to a token that may see the account. The answer
 * about the number only helps to say what is wrong.
 *
 * @param account undefined if it was not asked, because the first question got no answer
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
  if (ofAccount) {
    const { said } = ofAccount;
    return { answer: 'no', problem: ofAccount.code === 'whatsapp_number_not_found' ? { ...noAccount(claim), said } : ofAccount };
  }
  const ofNumber = refusalOf(number, claim, 'the number');
  if (ofNumber) return { answer: 'no', problem: ofNumber };
  return unanswered(account ?? number, claim);
}

/** A no counts only if it comes from Graph itself. */
function refusalOf(result: GraphResult<unknown>, claim: NumberClaim, about: string): ClaimProblem | undefined {
  if (result.outcome !== 'rejected' || result.error.code === undefined) return undefined;
  const { status, code, detail, said } = graphProblem(result, about, claim.accessToken)!;
  if (status === 503) return undefined;
  if (code === 'whatsapp_number_not_found') return { ...noNumber(claim), said };
  return { code, detail, field: 'accessToken', said };
}

function unanswered(result: GraphResult<unknown>, { accessToken }: NumberClaim): Verdict {
  const httpStatus = httpStatusOf(result);
  const isAnswered = httpStatus !== undefined && httpStatus < 500 && httpStatus !== 429;
  if (isAnswered) {
    const detail =
      `WHATSAPP_GRAPH_URL does not lead to the Graph API (HTTP ${httpStatus}), so nobody can say whose number this is. ` +
      'The operator of this installation has to correct the address.';
    return { answer: 'unknown', problem: { code: 'whatsapp_not_graph', detail }, isAnswered };
  }
  const { code, detail, said } = graphProblem(result, 'the numbers of the account', accessToken) ?? {
    code: 'whatsapp_unavailable' as const,
    detail: 'WhatsApp did not answer; try again shortly.',
  };
  return { answer: 'unknown', problem: { code, detail, said }, isAnswered };
}

/** The HTTP status of an answer that is not Graph's. */
function httpStatusOf(result: GraphResult<unknown>): number | undefined {
  if (result.outcome === 'unknown') return result.httpStatus;
  return result.outcome === 'rejected' && result.error.code === undefined ? result.error.httpStatus : undefined;
}

const noNumber = ({ phoneNumberId }: NumberClaim): ClaimProblem => ({
  code: 'whatsapp_number_not_found',
  detail:
    `This access token sees no number with the id ${phoneNumberId}. ` +
    'Copy the phone number id from WhatsApp Manager, and use a token of the business that owns the number.',
  field: 'phoneNumberId',
});

const noAccount = ({ wabaId }: NumberClaim): ClaimProblem => ({
  code: 'whatsapp_account_not_found',
  detail:
    `This access token sees no account with the id ${wabaId}. ` +
    'Copy the WhatsApp Business account id from WhatsApp Manager, and use a token of the business that owns the account.',
  field: 'wabaId',
});

const otherAccount = ({ phoneNumberId, wabaId }: NumberClaim): ClaimProblem => ({
  code: 'whatsapp_number_not_in_account',
  detail:
    `The number ${phoneNumberId} does not belong to the account ${wabaId}. ` +
    'Give the id of the WhatsApp Business account that lists the number in WhatsApp Manager.',
  field: 'wabaId',
});

/** Another tenant claimed the account first, and nobody can say more. */
export const foreignAccount = noAccount;

export const numberTaken = (phoneNumberId: string): ClaimProblem => ({
  code: 'phone_number_taken',
  detail: `The number ${phoneNumberId} is already connected; delete that outlet first.`,
  field: 'phoneNumberId',
});

/** About a day, with the pauses. */
const MAX_ATTEMPTS = 30;
const LONGEST_PAUSE_MS = 3_600_000;

/** The pause before the next question; null after too many attempts. */
export function nextAskMs(attempts: number, firstPauseMs: number): number | null {
  return attempts >= MAX_ATTEMPTS ? null : Math.min(firstPauseMs * 2 ** Math.max(0, attempts - 1), LONGEST_PAUSE_MS);
}
