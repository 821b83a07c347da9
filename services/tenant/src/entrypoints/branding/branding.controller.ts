import { Body, Controller, Get, Param, ParseUUIDPipe, Put, Res } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { Allow, ApiIfMatch, By, Caller, type EtagReply, type Identity, IfMatch, pathTenant, Public, taggedOnly } from '#service-kit';
import type { Actor } from '../../domain/audit/audit.js';
import { contrasts, type Branding, type Colors } from '../../domain/branding/branding.js';
import { logoPath } from '../../domain/branding/logo.js';
import { GetBrandingHandler } from '../../handlers/branding/get-branding.handler.js';
import { PutBrandingHandler } from '../../handlers/branding/put-branding.handler.js';
import { BrandingDto, ColorContrastDto, PutBrandingDto } from './branding.dto.js';

@ApiTags('Branding')
@ApiExtraModels(ColorContrastDto)
@Controller('api/v1')
export class BrandingController {
  constructor(
    private readonly getBranding: GetBrandingHandler,
    private readonly putBranding: PutBrandingHandler,
  ) {}

  @Allow('viewer', 'tenant:read')
  @Get('tenants/:id/branding')
  @ApiOperation({ summary: 'Name, logo and colours that the tenant’s people see' })
  @ApiOkResponse({ type: BrandingDto })
  async get(
    @Caller() caller: Identity,
    @Param('id', ParseUUIDPipe) id: string,
    @Res({ passthrough: true }) reply: EtagReply,
  ): Promise<BrandingDto> {
    const tenantId = pathTenant(caller, id);
    return viewOf(tenantId, reply, await this.getBranding.execute(tenantId));
  }

  @Allow('admin', 'tenant:write')
  @Put('tenants/:id/branding')
  @ApiOperation({ summary: 'Replace the branding; omitted fields use the product’s own' })
  @ApiIfMatch()
  @ApiOkResponse({ type: BrandingDto })
  async put(
    @Caller() caller: Identity,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: PutBrandingDto,
    @IfMatch() ifMatch: string | undefined,
    @By() by: Actor,
    @Res({ passthrough: true }) reply: EtagReply,
  ): Promise<BrandingDto> {
    const { productName = null, logoUrl = null, customDomain = null } = body;
    const { dark = {}, ...light } = body.colors ?? {};
    const branding = { productName, logoUrl, customDomain, colors: { light: given(light), dark: given(dark) } };
    const tenantId = pathTenant(caller, id);
    return viewOf(tenantId, reply, await this.putBranding.execute(tenantId, branding, ifMatch, by));
  }

  @Public()
  @Get('branding/:slug')
  @ApiOperation({ summary: 'The branding of a tenant’s sign-in page, by slug; the product’s own for an unknown slug' })
  @ApiParam({ name: 'slug', example: 'acme-corp' })
  @ApiOkResponse({ type: BrandingDto })
  async getBySlug(@Param('slug') slug: string, @Res({ passthrough: true }) reply: EtagReply): Promise<BrandingDto> {
    const { tenantId = '', ...branding } = await this.getBranding.bySlug(slug);
    return viewOf(tenantId, reply, branding);
  }
}

/** Without omitted fields, which a DTO still has as undefined. */
const given = (colors: Colors): Colors =>
  Object.fromEntries(Object.entries(colors).filter(([, color]) => color !== undefined && color !== null));

/** @param tenantId whose logo it is, where one was uploaded */
export function viewOf(tenantId: string, reply: EtagReply, branding: Branding): BrandingDto {
  const { colors, logo, logoUrl, ...rest } = taggedOnly(reply, branding);
  const { light, dark } = colors;
  return {
    ...rest,
    logoUrl: logo ? logoPath(tenantId, logo.id) : logoUrl,
    colors: { ...light, ...(Object.keys(dark).length > 0 ? { dark } : {}) },
    contrast: { light: contrasts('light', light), dark: contrasts('dark', { ...withoutGround(light), ...dark }) },
  };
}

/** Background, surface and text of the light theme make no sense in the dark one. */
const withoutGround = ({ primary, accent }: Colors): Colors => ({
  ...(primary ? { primary } : {}),
  ...(accent ? { accent } : {}),
});
