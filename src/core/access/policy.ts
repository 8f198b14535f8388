import { z } from 'zod';
import { KnownError } from '../errors.ts';

const names = z.array(z.string().min(1)).default([]);
const membersSchema = z.strictObject({ users: names, groups: names });
const NOBODY = { users: [], groups: [] };
const members = membersSchema.default(NOBODY);

/** Who may do what, by users and groups of the operating system. */
export const policySchema = z.strictObject({
  roles: z
    .strictObject({ administrator: members, operator: members, business: members })
    .default({ administrator: NOBODY, operator: NOBODY, business: NOBODY }),
  /** People who may not see personal data. */
  restrictedPii: members,
});
export type Policy = z.infer<typeof policySchema>;
type Members = z.infer<typeof membersSchema>;

export const ROLES = ['administrator', 'operator', 'business'] as const;
export type Role = (typeof ROLES)[number];

/** What a person may do on this machine. */
export interface Access {
  readonly role: Role;
  /** True for people who may not see personal data. */
  readonly isRestricted: boolean;
}

/** Without a policy everyone is administrator. */
export const FULL_ACCESS: Access = { role: 'administrator', isRestricted: false };

/** A person as the operating system knows them. */
export interface Person {
  readonly user: string;
  readonly groups: readonly string[];
}

/** The highest of a person's roles; who is in none is business. */
export function accessOf({ roles, restrictedPii }: Policy, person: Person): Access {
  return {
    role: ROLES.find((role) => includes(roles[role], person)) ?? 'business',
    isRestricted: includes(restrictedPii, person),
  };
}

/** True when groups have to be known to tell a person's access. */
export function namesGroups({ roles, restrictedPii }: Policy): boolean {
  return [...Object.values(roles), restrictedPii].some(({ groups }) => groups.length > 0);
}

function includes({ users, groups }: Members, person: Person): boolean {
  return users.includes(person.user) || groups.some((group) => person.groups.includes(group));
}

/** Names of the rules, as they stand in messages. */
export type PolicyRule = 'admin-only' | 'business-changes-nothing' | 'restricted-pii';

const HINTS: Readonly<Record<PolicyRule, string>> = {
  'admin-only': 'Ask an administrator to do it, or to take the mark "admin only" off.',
  'business-changes-nothing':
    'You may preview, run and diagnose what is set up; ask an operator or an administrator for the change.',
  'restricted-pii':
    'Use a destination and a template that are open to people under restricted PII, or ask somebody who is not.',
};

/** What the policy forbids: exit code 4. The message is a sentence that ends without its full stop. */
export function forbidden(rule: PolicyRule, message: string): KnownError {
  return new KnownError({
    kind: 'forbidden-by-policy',
    message: `${message} (rule ${rule} of the access policy).`,
    hint: HINTS[rule],
  });
}
