import { useQuery } from '@tanstack/react-query';
import { api, unwrap, type Schemas } from '../../api/client';
import { CopyButton } from '../../components/copy-button';
import { DoneAction, Secret } from '../../components/shown-once';
import { useWords } from '../../i18n/i18n';
import { useTenantId } from '../../session/session-context';
import { EXAMPLE_PHONE, exampleCall } from './example-call';

interface Props {
  created: Schemas['CreatedApiKeyDto'];
  /** The key has been copied. */
  onKept: () => void;
  onClose: () => void;
}

/** The only place that ever shows a key, with a call that this key may make. */
export function ShownKey({ created, onKept, onClose }: Props) {
  const { t } = useWords();
  const tenantId = useTenantId();
  const needsNumber = created.scopes.includes('messages:write');
  const outlets = useQuery({
    queryKey: ['outlets', tenantId, 'first-active'],
    queryFn: () => unwrap(api.GET('/api/v1/outlets', { params: { query: { status: 'active', limit: 1 } } })),
    enabled: needsNumber,
  });
  const call = exampleCall({ origin: location.origin, key: created.key, scopes: created.scopes, outletId: outlets.data?.items[0]?.id });
  return (
    <div className="grid gap-4">
      <Secret text={created.key} copy={t('keys.copy')} testId="api-key" onKept={onKept} />
      {!(needsNumber && outlets.isPending) && (
        <div className="grid gap-2">
          <p className="text-sm text-muted">{t('keys.use')}</p>
          <pre
            data-testid="api-call"
            className="rounded-lg bg-raised p-3.5 text-sm break-all whitespace-pre-wrap"
            tabIndex={0}
            role="group"
            aria-label={t('keys.example')}
            onCopy={onKept}
          >
            {call.lines.join(' \\\n  ')}
          </pre>
          {call.sends && <p className="text-sm text-muted">{t('keys.examplePhone', { phone: EXAMPLE_PHONE })}</p>}
          <div>
            <CopyButton text={call.lines.join(' ')} label={t('keys.copyCall')} onCopied={onKept} />
          </div>
        </div>
      )}
      <DoneAction onClose={onClose}>{t('keys.kept')}</DoneAction>
    </div>
  );
}
