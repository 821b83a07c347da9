import { Languages, LoaderCircle, Sparkles } from 'lucide-react';
import { Popover } from 'radix-ui';
import { useState, type ReactNode } from 'react';
import { toProblem } from '../../../api/problem';
import { Button } from '../../../components/button';
import { helpEn } from '../../../i18n/help.en';
import { helpEs } from '../../../i18n/help.es';
import { useWords } from '../../../i18n/i18n';
import { useTexts } from '../../../i18n/use-texts';
import { RichText } from '../../thread/rich-text';
import { useHelp, type Help, type Wish } from './use-help';

const TEXTS = { en: helpEn, es: helpEs };
const TONES = ['friendly', 'formal', 'shorter', 'clearer'] as const;

interface Props {
  conversationId: string;
  /** What the agent has written. */
  text: string;
  /** Takes the place of what is written. */
  onText: (text: string) => void;
  /** The focus belongs to the field again. */
  onClosed: () => void;
}

/** Suggests a reply, says the agent's text otherwise, or translates it; the agent sees it before it goes anywhere. */
export default function WritingHelp({ conversationId, text, onText, onClosed }: Props) {
  const h = useTexts(TEXTS);
  const [open, setOpen] = useState(false);
  const { help, ask, end } = useHelp();
  const close = (isOpen: boolean): void => {
    setOpen(isOpen);
    if (!isOpen) end();
  };
  return (
    <Popover.Root open={open} onOpenChange={close}>
      <Popover.Trigger asChild>
        <Button variant="ghost" size="icon" aria-label={h('help.title')} title={h('help.title')}>
          <Sparkles aria-hidden />
        </Button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          aria-label={h('help.title')}
          side="top"
          align="end"
          sideOffset={8}
          collisionPadding={8}
          className="card z-50 max-h-[min(32rem,70dvh)] w-[min(26rem,calc(100vw-1rem))] animate-appear overflow-y-auto p-4 shadow-lg"
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            onClosed();
          }}
        >
          {help ? (
            <Result
              help={help}
              hasText={text.trim() !== ''}
              onBack={end}
              onUse={(next) => {
                onText(next);
                close(false);
              }}
            />
          ) : (
            <Wishes conversationId={conversationId} text={text.trim()} onAsk={(wish) => void ask(wish)} />
          )}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

function Wishes({ conversationId, text, onAsk }: { conversationId: string; text: string; onAsk: (wish: Wish) => void }) {
  const h = useTexts(TEXTS);
  const isEmpty = text === '';
  return (
    <div className="grid gap-4">
      <div className="grid gap-1.5">
        <Button onClick={() => onAsk({ path: 'reply-suggestions', body: { conversationId } })}>
          <Sparkles aria-hidden />
          {h('help.suggest')}
        </Button>
        <p className="text-sm text-muted">{h('help.suggestText')}</p>
      </div>
      <fieldset disabled={isEmpty} className="grid gap-1.5">
        <legend className="mb-1.5 text-sm font-medium">{h('help.rephrase')}</legend>
        <div className="grid grid-cols-2 gap-1.5">
          {TONES.map((tone) => (
            <Button key={tone} variant="secondary" size="small" onClick={() => onAsk({ path: 'rephrasings', body: { text, tone } })}>
              {h(`help.${tone}`)}
            </Button>
          ))}
        </div>
      </fieldset>
      <div className="grid gap-1.5">
        <Button
          variant="secondary"
          size="small"
          disabled={isEmpty}
          onClick={() => onAsk({ path: 'translations', body: { text, conversationId } })}
        >
          <Languages aria-hidden />
          {h('help.translate')}
        </Button>
        <p className="text-sm text-muted">{h(isEmpty ? 'help.writeFirst' : 'help.translateText')}</p>
      </div>
    </div>
  );
}

interface ResultProps {
  help: Help;
  hasText: boolean;
  onBack: () => void;
  onUse: (text: string) => void;
}

function Result({ help: { path, isRunning, text, done, problem }, hasText, onBack, onUse }: ResultProps) {
  const h = useTexts(TEXTS);
  const { explain } = useWords();
  const isAnswer = done?.outcome === 'answer';
  // What was written of a text that was refused in the end is nobody's to read.
  const shown = done ? done.text : problem ? '' : text;
  return (
    <div className="grid gap-3">
      <div aria-live="polite" aria-busy={isRunning} className="grid gap-3">
        {shown && (
          <p dir="auto" className="rounded-lg bg-raised px-3 py-2 break-words whitespace-pre-line">
            <RichText text={shown} />
          </p>
        )}
        {isRunning && (
          <p className="flex items-center gap-2 text-sm text-muted">
            <LoaderCircle className="size-4.5 animate-spin" aria-hidden />
            {h('help.working')}
          </p>
        )}
        {done && !isAnswer && <p className="text-sm">{h(reasonOf(done.reason))}</p>}
        {problem !== undefined && <p className="text-sm text-bad">{explain(toProblem(problem))}</p>}
      </div>
      {isAnswer && path === 'reply-suggestions' && <Sources citations={done.citations} />}
      {isAnswer && <p className="text-xs text-muted">{h('help.took')}</p>}
      <div className="flex flex-wrap justify-end gap-2">
        <Button variant="secondary" size="small" onClick={onBack}>
          {h(isRunning ? 'help.stop' : 'help.back')}
        </Button>
        {isAnswer && (
          <Button size="small" onClick={() => onUse(done.text)}>
            {h(hasText ? 'help.replace' : 'help.use')}
          </Button>
        )}
      </div>
    </div>
  );
}

function Sources({ citations }: { citations: NonNullable<Help['done']>['citations'] }): ReactNode {
  const h = useTexts(TEXTS);
  if (citations.length === 0) return <p className="text-sm text-muted">{h('help.noSources')}</p>;
  return (
    <details open className="text-sm">
      <summary className="cursor-pointer font-medium">{h('help.sources')}</summary>
      <ol className="mt-1.5 grid gap-2">
        {citations.map(({ title, text, page }, index) => (
          <li key={index} className="border-l-2 border-line pl-2.5">
            <p className="font-medium break-words">{page === undefined ? title : `${title}, ${h('help.page', { page })}`}</p>
            <p dir="auto" className="line-clamp-3 whitespace-pre-line text-muted">
              {text}
            </p>
          </li>
        ))}
      </ol>
    </details>
  );
}

const reasonOf = (reason: string | undefined): keyof typeof helpEn => {
  const key = `help.none.${reason}`;
  return key in helpEn ? (key as keyof typeof helpEn) : 'help.none';
};
