import { type Access, accessOf, FULL_ACCESS, namesGroups } from '../../core/access/policy.ts';
import { osGroups, osUser } from '../../storage/os-user.ts';
import { readPolicy, systemPolicyPath } from '../../storage/policy-file.ts';
import type { CommandIo } from '../io.ts';

/**
 * What the person at the keyboard may do: by the access policy, and by who the operating system says they are. In the
 * demo, where everything goes to the built-in simulator and nothing is kept, everyone sets things up; people who may
 * not see personal data don't see it there either.
 */
export function currentAccess({ env, cwd, systemPolicy }: CommandIo, isDemo: boolean): Access {
  const policy = readPolicy({ system: systemPolicy ?? systemPolicyPath(env), env, cwd });
  if (policy === undefined) return FULL_ACCESS;
  const groups = namesGroups(policy) ? osGroups() : [];
  const access = accessOf(policy, { user: osUser(), groups });
  return isDemo ? { ...access, role: 'administrator' } : access;
}
