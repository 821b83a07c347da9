import type { GraphPhoneNumber, GraphResult } from '#whatsapp';
import type { Quality } from './account-change.js';

export type Health = 'unknown' | 'ok' | 'limited' | 'blocked';

/** What Graph says about a number, as an outlet stores it; absent facts stay unchanged. */
export interface NumberFacts {
  verifiedName?: string;
  displayPhoneNumber?: string;
  quality: Quality;
  throughput?: 'STANDARD' | 'HIGH';
  messagingLimit?: string;
  /** Whether the number also runs the WhatsApp Business app (Graph, `is_on_biz_app`). */
  onPhoneApp?: boolean;
  /** The business portfolio that owns the account; Graph names it among those who share in the number's health. */
  portfolioId?: string;
  /** CONNECTED, PENDING, FLAGGED, ... as Meta spells it. */
  metaStatus: string | null;
  health: Health;
}

const QUALITIES = new Set<string>(['GREEN', 'YELLOW', 'RED']);
/** Statuses of a number that cannot send. Meta, "Phone numbers": field `status`. */
const DEAD = new Set(['BANNED', 'DELETED', 'DISCONNECTED', 'UNVERIFIED', 'RATE_LIMITED', 'RESTRICTED', 'MIGRATED']);
const LIMITED = new Set(['FLAGGED', 'PENDING', 'WARNED']);

export function readNumber(number: GraphPhoneNumber): NumberFacts {
  const quality = (QUALITIES.has(number.quality_rating ?? '') ? number.quality_rating : 'UNKNOWN') as Quality;
  const status = number.status?.toUpperCase() ?? null;
  const level = number.throughput?.level?.toUpperCase();
  const limit = number.whatsapp_business_manager_messaging_limit;
  const portfolioId = number.health_status?.entities?.find(({ entity_type: type }) => type === 'BUSINESS')?.id;
  const blocked = status !== null && DEAD.has(status);
  const limited = quality === 'RED' || (status !== null && LIMITED.has(status));
  return {
    ...(number.verified_name ? { verifiedName: number.verified_name } : {}),
    ...(number.display_phone_number ? { displayPhoneNumber: number.display_phone_number } : {}),
    ...(level === 'STANDARD' || level === 'HIGH' ? { throughput: level } : {}),
    ...(limit ? { messagingLimit: limit } : {}),
    ...(number.is_on_biz_app === undefined ? {} : { onPhoneApp: number.is_on_biz_app }),
    ...(portfolioId ? { portfolioId } : {}),
    quality,
    metaStatus: status,
    health: blocked ? 'blocked' : limited ? 'limited' : 'ok',
  };
}

/** An error as Graph told it. */
export interface GraphSaid {
  code: number;
  subcode?: number;
  message: string;
}

/** Why Graph refused or did not answer, for the person who can correct it. */
export interface GraphProblem {
  status: 422 | 503;
  code:
    | 'whatsapp_token_expired'
    | 'whatsapp_token_invalid'
    | 'whatsapp_permission_missing'
    | 'whatsapp_number_not_found'
    | 'whatsapp_account_restricted'
    | 'whatsapp_rate_limited'
    | 'whatsapp_refused'
    | 'whatsapp_unavailable';
  detail: string;
  retryAfterSeconds?: number;
  /** Absent where no error of Graph came. */
  said?: GraphSaid | undefined;
}

const MAX_MESSAGE = 300;

/** Graph repeats a malformed token in its message, which people and logs would then see. */
export function graphSaid(result: GraphResult<unknown>, accessToken: string): GraphSaid | undefined {
  if (result.outcome !== 'rejected' || result.error.code === undefined) return undefined;
  const { code, subcode, message, title } = result.error;
  const text = (message ?? title).replaceAll(accessToken, '…').replaceAll(/\bEA[A-Za-z]\w{8,}/g, '…');
  return { code, ...(subcode === undefined ? {} : { subcode }), message: text.slice(0, MAX_MESSAGE) };
}

/** @param about what was asked, e.g. `the number` @param accessToken that was asked with @returns undefined for a good answer */
export function graphProblem(result: GraphResult<unknown>, about: string, accessToken: string): GraphProblem | undefined {
  const problem = problemOf(result, about);
  const said = graphSaid(result, accessToken);
  return problem && said ? { ...problem, said } : problem;
}

function problemOf(result: GraphResult<unknown>, about: string): GraphProblem | undefined {
  if (result.outcome === 'ok') return undefined;
  if (result.outcome !== 'rejected') {
    return {
      status: 503,
      code: 'whatsapp_unavailable',
      detail: `WhatsApp did not answer when asked for ${about}; try again shortly.`,
      retryAfterSeconds: 10,
    };
  }
  const { error } = result;
  const detail = `${error.title}. ${error.advice}`;
  const isNumberMissing = error.code === 33 || (error.code === 100 && error.subcode === 33);
  if (isNumberMissing) return { status: 422, code: 'whatsapp_number_not_found', detail };
  switch (error.class) {
    case 'auth':
      if (error.code === 190 && error.subcode === 463) return { status: 422, code: 'whatsapp_token_expired', detail };
      return {
        status: 422,
        code: error.code === 190 || error.code === 0 ? 'whatsapp_token_invalid' : 'whatsapp_permission_missing',
        detail,
      };
    case 'wait':
      return { status: 503, code: 'whatsapp_rate_limited', detail, retryAfterSeconds: 60 };
    case 'retry':
      return { status: 503, code: 'whatsapp_unavailable', detail, retryAfterSeconds: 10 };
    case 'stop':
      return { status: 422, code: 'whatsapp_account_restricted', detail };
    default:
      return { status: 422, code: 'whatsapp_refused', detail };
  }
}
