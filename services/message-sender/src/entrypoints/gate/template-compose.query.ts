import { Controller } from '@nestjs/common';
import { templateCompose, type QuestionOf, type ReplyOf } from '#contracts';
import { Answers } from '#messaging';
import { ComposeCheckedHandler } from '../../handlers/gate/compose-checked.handler.js';

@Controller()
export class TemplateComposeQuery {
  constructor(private readonly compose: ComposeCheckedHandler) {}

  @Answers(templateCompose)
  async execute({ tenantId, outletId, contactId, template }: QuestionOf<typeof templateCompose>): Promise<ReplyOf<typeof templateCompose>> {
    const composed = await this.compose.execute(tenantId, outletId, template, contactId);
    if ('template' in composed) return { template: { ...composed.template } };
    const { status, code, detail, errors } = composed.problem;
    return { problem: { status, code, detail, ...(errors ? { errors: errors.map(({ field, message }) => ({ field, message })) } : {}) } };
  }
}
