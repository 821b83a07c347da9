import { readTarget, type TargetFault } from '#egress';

const FAULTS: Readonly<Record<TargetFault, string>> = {
  not_a_url: 'baseUrl must be an address, such as https://api.openai.com/v1',
  scheme: 'baseUrl must begin with https://',
  user_info: 'baseUrl must have no user name or password in it',
  port: 'baseUrl must use port 443, or one from 1024 on',
  private_address: 'baseUrl must lead to a public host, not into a private network',
};

/** @returns the address as it will be called, without a slash at its end, or what would be right */
export function readBaseUrl(text: string, allowPrivate: boolean): { baseUrl: string } | { fault: string } {
  const target = readTarget(text.trim(), { allowPrivate });
  if ('fault' in target) return { fault: FAULTS[target.fault] };
  if (target.url.search !== '') return { fault: 'baseUrl must have nothing after a question mark' };
  return { baseUrl: target.url.href.replace(/\/+$/, '') };
}
