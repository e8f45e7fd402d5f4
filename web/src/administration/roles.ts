/** Roles and what they are for. An administrator's own account is made on the server alone. */
export const ROLES = [
  'operator',
  'officer',
  'supervisor',
  'technician',
  'prosecutor',
  'auditor',
  'administrator',
] as const;
export type Role = (typeof ROLES)[number];

/** Those that an administrator can give here. */
export const GIVEN_HERE = ROLES.filter((role) => role !== 'administrator');
