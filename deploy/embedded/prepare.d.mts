export function lockHash(root: string): string;
export function sourceHash(root: string): string;
export function isInstalled(root: string): boolean;
export function isBuilt(root: string): boolean;
