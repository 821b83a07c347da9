import '../../i18n/outlet-pages';
import type { Schemas } from '../../api/client';
import { Problem } from '../../api/problem';
import { useWords } from '../../i18n/i18n';

type Said = NonNullable<Schemas['OutletDto']['whatsappError']>;

/** WhatsApp's own words beside ours: its support and its documentation go by them. */
export function WhatsAppSaid({ said }: { said: Said | null | undefined }) {
  const { t } = useWords();
  if (!said) return null;
  const code = said.subcode === undefined ? String(said.code) : `${said.code}/${said.subcode}`;
  return <p className="text-sm break-words">{t('outlets.whatsappSaid', { code, message: said.message })}</p>;
}

/** What WhatsApp said in a refusal of ours. */
export function saidIn(problem: unknown): Said | undefined {
  const said = problem instanceof Problem ? problem.extensions.whatsapp : undefined;
  const isSaid = typeof said === 'object' && said !== null && 'code' in said && 'message' in said;
  return isSaid ? (said as Said) : undefined;
}
