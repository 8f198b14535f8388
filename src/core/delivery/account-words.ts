import type { UserRole } from '../ports/tiktok.ts';

const ROLE_NAMES: Readonly<Record<UserRole, string>> = {
  ADMIN: 'Admin',
  OPERATOR: 'Operator',
  ANALYST: 'Analyst',
  unknown: 'unknown',
};

/** The role as Business Center writes it. */
export function roleName(role: UserRole): string {
  return ROLE_NAMES[role];
}

/** TikTok's constant in words: `STATUS_ENABLE` → `enabled`; undefined where it can't be read. */
export function statusName(status: string | undefined): string {
  if (status === undefined) return 'unknown';
  if (status === 'STATUS_ENABLE') return 'enabled';
  return status
    .replace(/^STATUS_/, '')
    .replaceAll('_', ' ')
    .toLowerCase();
}
