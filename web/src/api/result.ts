/** What a request came to: a value, or a problem that the caller has to handle. */
export type Result<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: Problem };

/**
 * Why a request came to nothing.
 * away: nobody answered. refused: the server answered with problem+json (RFC 9457); `more` holds its
 * further members, such as `current` of a version conflict.
 */
export type Problem =
  | { readonly kind: 'away'; readonly detail: string }
  | {
      readonly kind: 'refused';
      readonly status: number;
      readonly detail: string;
      readonly more: Readonly<Record<string, unknown>>;
    };

export const value = <T>(of: T): Result<T> => ({ ok: true, value: of });
export const away = (detail: string): Result<never> => ({ ok: false, problem: { kind: 'away', detail } });
export const refused = (
  status: number,
  detail: string,
  more: Readonly<Record<string, unknown>> = {},
): Result<never> => ({ ok: false, problem: { kind: 'refused', status, detail, more } });

/** Fails to compile where a case of a union was forgotten. */
export function never(forgotten: never): never {
  throw new Error(`not handled: ${JSON.stringify(forgotten)}`);
}
