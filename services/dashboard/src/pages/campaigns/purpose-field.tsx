import { SelectField } from '../../components/field';
import type { CampaignDraft } from './campaign-draft';
import { useCampaignTexts } from './use-campaign-texts';

/** Whether whoever has unsubscribed is left out. */
export function PurposeField({
  draft: { purpose },
  set,
}: {
  draft: Pick<CampaignDraft, 'purpose'>;
  set: (part: Pick<CampaignDraft, 'purpose'>) => void;
}) {
  const text = useCampaignTexts();
  return (
    <SelectField
      label={text('purpose')}
      hint={text(`purposeHint.${purpose}`)}
      value={purpose}
      onValue={(chosen) => set({ purpose: chosen as CampaignDraft['purpose'] })}
      options={(['marketing', 'utility'] as const).map((one) => [one, text(`purpose.${one}`)] as const)}
    />
  );
}
