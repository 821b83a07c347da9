import { KeyRound, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { api, unwrap } from '../../api/client';
import { Button } from '../../components/button';
import { SelectField, TextArea, TextField } from '../../components/field';
import { may } from '../../session/permissions';
import { useSigned } from '../../session/session-context';
import { AnotherSecret, WebhookSecret } from '../webhooks/webhook-secret';
import type { Call } from './flow-draft';
import { useFlowTexts } from './use-flow-texts';

const METHODS = ['POST', 'GET'] as const;
const MOST = 20;

/** What another system is asked, and what of its answer is kept. */
export function CallFields({ step, change }: { step: Call; change: (step: Call) => void }) {
  const words = useFlowTexts();
  const mayMake = may(useSigned(), 'webhooks');
  const [isMaking, setIsMaking] = useState(false);
  const set = (part: Partial<Call>) => change({ ...step, ...part });
  const setSave = (at: number, part: Partial<Call['save'][number]>) =>
    set({ save: step.save.map((one, index) => (index === at ? { ...one, ...part } : one)) });
  return (
    <>
      <p className="text-sm text-muted">{words('callText')}</p>
      <SelectField
        label={words('method')}
        value={step.method}
        onValue={(method) => set({ method: method as Call['method'] })}
        options={METHODS.map((each) => [each, words(`method.${each}`)] as const)}
      />
      <TextField
        label={words('callUrl')}
        hint={words('callUrlHint')}
        maxLength={2_000}
        placeholder="https://"
        value={step.url}
        onValue={(url) => set({ url: url.trim() })}
      />
      {step.method === 'POST' && (
        <TextArea
          label={words('callBody')}
          hint={words('callBodyHint')}
          rows={4}
          maxLength={4_096}
          value={step.body ?? ''}
          onValue={(body) => set({ body: body === '' ? null : body })}
        />
      )}
      <fieldset className="grid gap-3">
        <legend className="mb-1 text-sm font-medium">{words('kept')}</legend>
        <p className="text-sm text-muted">{words('keptHint')}</p>
        {step.save.map(({ path, attribute }, index) => (
          <div key={index} className="flex items-end gap-2">
            <TextField
              className="min-w-0 grow"
              label={words('keptPath', { n: index + 1 })}
              maxLength={200}
              placeholder="order.state"
              value={path}
              onValue={(next) => setSave(index, { path: next })}
            />
            <TextField
              className="min-w-0 grow"
              label={words('keptAs', { n: index + 1 })}
              maxLength={60}
              value={attribute}
              onValue={(next) => setSave(index, { attribute: next })}
            />
            <Button
              variant="ghost"
              size="icon"
              aria-label={words('removeKept', { n: index + 1 })}
              onClick={() => set({ save: step.save.filter((_, at) => at !== index) })}
            >
              <Trash2 aria-hidden />
            </Button>
          </div>
        ))}
        {step.save.length < MOST && (
          <div>
            <Button variant="secondary" size="small" onClick={() => set({ save: [...step.save, { path: '', attribute: '' }] })}>
              <Plus aria-hidden />
              {words('addKept')}
            </Button>
          </div>
        )}
      </fieldset>
      {mayMake && (
        <div className="grid gap-2">
          <p className="text-sm text-muted">{words('signedText')}</p>
          <div>
            <Button variant="secondary" size="small" onClick={() => setIsMaking(true)}>
              <KeyRound aria-hidden />
              {words('makeSecret')}
            </Button>
          </div>
          <WebhookSecret
            open={isMaking}
            onClose={() => setIsMaking(false)}
            title={words('makeSecret')}
            text={words('makeSecretText')}
            form={(onMade, close) => (
              <AnotherSecret make={() => unwrap(api.POST('/api/v1/flows/call-secret'))} onMade={onMade} onClose={close} />
            )}
          />
        </div>
      )}
    </>
  );
}
