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

/** Constants that are no words by themselves. */
const STATUS_NAMES: Readonly<Record<string, string | undefined>> = {
  STATUS_ENABLE: 'enabled',
  STATUS_DISABLE: 'disabled',
  STATUS_LIMIT: 'limited',
};

/** TikTok's constant in words: `STATUS_ENABLE` → `enabled`; `unknown` where it can't be read. */
export function statusName(status: string | undefined): string {
  if (status === undefined) return 'unknown';
  return (
    STATUS_NAMES[status] ??
    status
      .replace(/^STATUS_/, '')
      .replaceAll('_', ' ')
      .toLowerCase()
  );
}
