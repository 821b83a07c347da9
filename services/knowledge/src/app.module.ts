import { Module } from '@nestjs/common';
import { MessagingModule } from '#messaging';
import { BasesModule } from './modules/bases.module.js';
import { DocumentsModule } from './modules/documents.module.js';
import { GoldenModule } from './modules/golden.module.js';
import { PrivacyModule } from './modules/privacy.module.js';
import { SearchModule } from './modules/search.module.js';
import { SuggestionsModule } from './modules/suggestions.module.js';
import { VectorsModule } from './modules/vectors.module.js';
import { CompanyModule } from './modules/company.module.js';

@Module({
  imports: [
    MessagingModule,
    CompanyModule,
    PrivacyModule,
    BasesModule,
    GoldenModule,
    DocumentsModule,
    SearchModule,
    SuggestionsModule,
    VectorsModule,
  ],
})
export class AppModule {}
