import { CircleCheck, CircleX, Clock3, Info } from 'lucide-react';
import { Problem } from '../../api/problem';
import { Button } from '../../components/button';
import { Card, Skeleton } from '../../components/layout';
import { LimitPrompt } from '../../components/limit-prompt';
import { ProblemNote } from '../../components/problem-note';
import { useWords } from '../../i18n/i18n';
import { PriceText } from '../../sending/price-text';
import type { Checked, CheckQuery } from '../../sending/requests';
import { useCheck } from '../../sending/use-check';
import { useSendingTexts } from '../../sending/use-sending-texts';

export type Alternative = NonNullable<Checked['alternative']>;
type ReasonOfGate = Checked['reasons'][number];

interface Props {
  /** The message as far as it is written; undefined while there is too little of it. */
  asked: CheckQuery | undefined;
  onAlternative: (alternative: Alternative) => void;
}

/** Whether the message may leave, why not, what it costs and what may leave instead, while it is written. */
export function Verdict({ asked, onAlternative }: Props) {
  const s = useSendingTexts();
  const { answer: check, isOld } = useCheck(asked);
  return (
    <Card title={s('verdict.title')}>
      <div role="status" aria-busy={isOld}>
        {!asked ? (
          <p className="text-muted">{s('verdict.nothing')}</p>
        ) : check.data ? (
          <Said checked={check.data} onAlternative={onAlternative} again={() => check.refetch()} />
        ) : check.isError ? (
          <ProblemNote problem={check.error} retry={() => check.refetch()} />
        ) : (
          <Skeleton className="h-5 w-2/3" />
        )}
      </div>
    </Card>
  );
}

function Said({ checked, onAlternative, again }: { checked: Checked; onAlternative: Props['onAlternative']; again: () => unknown }) {
  const s = useSendingTexts();
  const { decision, alternative } = checked;
  // Nobody has written the values of the template yet, and the form asks for them.
  const reasons = checked.reasons.filter(({ code, effect }) => code !== 'template_parameters' || effect === 'denies');
  const mayLeave = decision === 'allow';
  const Icon = mayLeave ? CircleCheck : CircleX;
  return (
    <div className="grid gap-3">
      <p className={`flex items-center gap-2 font-medium ${mayLeave ? 'text-good' : 'text-bad'}`}>
        <Icon className="size-5 shrink-0" aria-hidden />
        {s(mayLeave ? 'verdict.allow' : 'verdict.deny')}
      </p>
      {reasons.length > 0 && (
        <ul className="grid gap-2">
          {reasons.map((reason) => (
            <Why key={reason.code} reason={reason} />
          ))}
        </ul>
      )}
      {reasons.some(({ code }) => code === 'quota_exceeded') && <LimitPrompt meter="messages" goOn={again} />}
      {checked.price && (
        <p className="text-sm">
          <PriceText price={checked.price} />
        </p>
      )}
      {alternative && (
        <Button
          variant="secondary"
          size="small"
          className="h-auto min-h-9 justify-self-start py-1 whitespace-normal"
          onClick={() => onAlternative(alternative)}
        >
          {s(`verdict.instead.${alternative.type === 'template' ? (alternative.templateId ? 'thisTemplate' : 'template') : 'text'}`)}
        </Button>
      )}
    </div>
  );
}

const LOOKS = {
  denies: { Icon: CircleX, tone: 'text-bad' },
  delays: { Icon: Clock3, tone: 'text-warn' },
  warns: { Icon: Info, tone: 'text-warn' },
};

function Why({ reason: { code, message, effect } }: { reason: ReasonOfGate }) {
  const { explain, language } = useWords();
  const { Icon, tone } = LOOKS[effect];
  return (
    <li className="flex items-start gap-2 text-sm" data-code={code}>
      <Icon className={`mt-0.5 size-4 shrink-0 ${tone}`} aria-hidden />
      {/* The words of the API are English, and know more of this case. */}
      <span className="min-w-0 break-words">{language === 'en' ? message : explain(new Problem(422, code, message))}</span>
    </li>
  );
}
