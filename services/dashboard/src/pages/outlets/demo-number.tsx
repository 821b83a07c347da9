import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Smartphone } from 'lucide-react';
import { api, unwrap, type Schemas } from '../../api/client';
import { Button } from '../../components/button';
import { ProblemNote } from '../../components/problem-note';
import { useWords } from '../../i18n/i18n';
import { useTenantId } from '../../session/session-context';
import { useDemo } from '../../session/use-demo';

/** In the demo: a number of the simulator with one press, and the phone that writes to the company's numbers. */
export function DemoNumber({ outlets, edits }: { outlets: readonly Schemas['OutletDto'][]; edits: boolean }) {
  const { t } = useWords();
  const demo = useDemo();
  const tenantId = useTenantId();
  const queries = useQueryClient();
  const connect = useMutation({
    mutationFn: () => unwrap(api.POST('/api/v1/demo/outlets')),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['outlets', tenantId] }),
  });
  if (!demo) return null;
  const active = outlets.find(({ status }) => status === 'active');
  return (
    <section aria-labelledby="demo-number" className="mb-4 card grid gap-3 p-4 sm:p-5">
      <div>
        <h2 id="demo-number" className="font-semibold">
          {t('demo.title')}
        </h2>
        <p className="mt-1 text-muted">{t(active ? 'demo.write' : 'demo.none')}</p>
      </div>
      {connect.isError && <ProblemNote problem={connect.error} />}
      <div>
        {active ? (
          <Button variant="secondary" asChild>
            <a href={`${demo.phoneUrl}/?number=${active.phoneNumberId}`} target="_blank" rel="noreferrer">
              <Smartphone aria-hidden />
              {t('demo.phone')}
            </a>
          </Button>
        ) : (
          edits && (
            <Button busy={connect.isPending} onClick={() => connect.mutate()}>
              {t('demo.connect')}
            </Button>
          )
        )}
      </div>
    </section>
  );
}
