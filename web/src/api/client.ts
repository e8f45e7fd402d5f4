/** The console's API, typed from its OpenAPI description. */
import type { components, paths } from './schema';
import { away, refused, value, type Result } from './result';

export type Schemas = components['schemas'];
export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

type Operation<P extends keyof paths, M extends Method> = paths[P] extends { [K in M]: infer O } ? O : never;
export type PathWith<M extends Method> = {
  [P in keyof paths]: Operation<P, M> extends { responses: unknown } ? P : never;
}[keyof paths];

type Parameters<O> = O extends { parameters: infer A } ? A : never;
type Part<A, K extends string> = A extends { [N in K]: infer V }
  ? V
  : A extends { [N in K]?: infer V }
    ? V
    : never;
type Body<O> = O extends { requestBody: { content: { 'application/octet-stream': unknown } } }
  ? Blob
  : O extends { requestBody: { content: { 'application/json': infer B } } }
    ? B
    : O extends { requestBody?: { content: { 'application/json': infer B } } }
      ? B
      : never;
/** Needed only where something in it is needed. */
type Given<K extends string, V> = [V] extends [never]
  ? unknown
  : object extends NonNullable<V>
    ? { [N in K]?: V | undefined }
    : undefined extends V
      ? { [N in K]?: V }
      : { [N in K]: V };

/** What a request carries: the `path`, `query` and `body` that the description names, a file as a Blob. */
export type Ask<O> = Given<'path', Part<Parameters<O>, 'path'>> &
  Given<'query', Part<Parameters<O>, 'query'>> &
  Given<'body', Body<O>> &
  Pick<Loose, 'purpose'>;

type Content<R> = R extends { content: { 'application/json': infer V } }
  ? V
  : R extends { content?: never }
    ? undefined
    : unknown;
type Success<R> = { [S in keyof R]: S extends 200 | 201 | 202 | 204 ? Content<R[S]> : never }[keyof R];
export type Answer<O> = O extends { responses: infer R } ? Success<R> : never;

interface Loose {
  path?: Record<string, unknown>;
  query?: Record<string, unknown>;
  body?: unknown;
  /** For what it is opened, as the ledger keeps it: `incident:12`, `complaint`, `other:…`. */
  purpose?: string;
}

/** What a refusal for want of a purpose is answered with; null: the request stays refused. */
type AskPurpose = (person_id: string) => Promise<string | null>;
let askPurpose: AskPurpose = () => Promise.resolve(null);
const purposes = new Map<string, string>();
const asking = new Map<string, Promise<string | null>>();

/** Who is asked when the server wants to know for what a person is opened. */
export function onPurposeWanted(asked: AskPurpose): void {
  askPurpose = asked;
}

/** Says for what a person is opened from now on, until somebody else signs in. */
export function openFor(person_id: number, purpose: string): void {
  purposes.set(String(person_id), purpose);
}

/** For what a person was said to be opened, as a header holds it; for requests made without `ask`. */
export function purposeHeader(person_id: number): Record<string, string> {
  const purpose = purposes.get(String(person_id));
  return purpose === undefined ? {} : { 'X-Purpose': inHeader(purpose) };
}

/** For what a person was said to be opened, for requests whose path names only a device of theirs. */
export const purposeGiven = (person_id: number): string | undefined => purposes.get(String(person_id));

/** For what a file about no single person is taken, asked anew each time; null: nobody said. */
export async function purposeOfFile(): Promise<Record<string, string> | null> {
  const purpose = await purposeFor('', undefined);
  return purpose === null ? null : { 'X-Purpose': inHeader(purpose) };
}

export function forgetPurposes(): void {
  purposes.clear();
}

const personOf = (path: string): string | undefined =>
  /\/people\/(\d+)|[?&]person_id=(\d+)/.exec(path)?.slice(1).find(Boolean);

/** One question for a person, however many requests wait for its answer, and when each of them was refused. */
async function purposeFor(person: string, refused: string | undefined): Promise<string | null> {
  const given = purposes.get(person);
  if (given !== undefined && given !== refused) return given;
  const asked = asking.get(person) ?? askPurpose(person);
  asking.set(person, asked);
  const purpose = await asked;
  asking.delete(person);
  if (purpose !== null && person !== '') purposes.set(person, purpose);
  return purpose;
}

/** As a header: letters beyond ASCII are written in per cent. */
function inHeader(purpose: string): string {
  const [code = '', ...words] = purpose.split(':');
  return words.length === 0 ? code : `${code}:${encodeURIComponent(words.join(':'))}`;
}

/** A header that a page of another origin cannot send without being asked first. */
const OWN = { 'X-Baqylau': '1' };
/** For the largest file on a slow line; a connection that died without a word would be waited for far longer. */
const PATIENCE_MS = 120_000;
const listeners = new Set<(status: number) => void>();
let bearer: string | null = null;

/** Uses a token in place of the session cookie. */
export function useToken(token: string | null): void {
  bearer = token;
}

/** Hears the status of each answer; 0: nobody answered. Returns how to stop. */
export function onAnswer(hear: (status: number) => void): () => void {
  listeners.add(hear);
  return () => listeners.delete(hear);
}

/** The address of a request; exported for links to downloads. */
export function address(path: string, given: Loose = {}): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(given.path?.[name])),
  );
  const query = new URLSearchParams();
  for (const [name, one] of Object.entries(given.query ?? {})) {
    for (const each of Array.isArray(one) ? one : [one]) {
      if (each !== undefined && each !== null) query.append(name, String(each));
    }
  }
  const text = query.toString();
  return text ? `${filled}?${text}` : filled;
}

/** Headers of every request of ours, for the few made without `ask` (downloads, uploads). */
export function headers(): Record<string, string> {
  return bearer === null ? OWN : { ...OWN, Authorization: `Bearer ${bearer}` };
}

const purposeOf = (path: string, given: Loose): string | undefined =>
  given.purpose ?? purposes.get(personOf(address(path, given)) ?? '');

async function send(
  method: string,
  path: string,
  given: Loose,
  purpose: string | undefined,
): Promise<Response | null> {
  const raw = given.body instanceof Blob;
  const body = given.body === undefined ? {} : { body: raw ? given.body : JSON.stringify(given.body) };
  const kind = raw ? 'application/octet-stream' : 'application/json';
  const type: Record<string, string> = given.body === undefined ? {} : { 'Content-Type': kind };
  const to = address(path, given);
  const why: Record<string, string> = purpose === undefined ? {} : { 'X-Purpose': inHeader(purpose) };
  try {
    return await fetch(to, {
      method: method.toUpperCase(),
      credentials: 'same-origin',
      headers: { Accept: 'application/json', ...type, ...why, ...headers() },
      signal: AbortSignal.timeout(PATIENCE_MS),
      ...(body as { body?: BodyInit }),
    });
  } catch {
    return null;
  }
}

async function parsed(response: Response): Promise<unknown> {
  const text = await response.text();
  if (text === '') return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** What an answer that is not ok says of why; without words where it is no problem+json. */
export async function refusalOf(response: Response): Promise<Result<never>> {
  const content = await parsed(response).catch(() => undefined);
  const { detail, ...more } = (content ?? {}) as { detail?: unknown };
  return refused(response.status, String(detail ?? ''), more);
}

/** Sends, hears what became of it, asks for a purpose where one is wanted, and reads what was answered. */
async function exchange<T>(
  method: Method,
  path: string,
  given: Loose,
  read: (response: Response) => Promise<T>,
): Promise<Result<T>> {
  const sent = purposeOf(path, given);
  const response = await send(method, path, given, sent);
  for (const hear of listeners) hear(response?.status ?? 0);
  if (response === null) return away(path);
  if (response.ok) {
    try {
      return value(await read(response));
    } catch {
      return away(path); // it broke off within the answer
    }
  }
  const refusal = await refusalOf(response);
  if (response.status >= 502 && response.status <= 504) return away(path);
  const wanted = !refusal.ok && refusal.problem.kind === 'refused' && 'purposes' in refusal.problem.more;
  if (response.status === 428 && wanted && given.purpose === undefined) {
    const purpose = await purposeFor(personOf(address(path, given)) ?? '', sent);
    if (purpose !== null) return exchange(method, path, { ...given, purpose }, read);
  }
  return refusal;
}

/** As `ask`, for a path known only at run time, such as a step of an incident. The caller vouches for the type. */
export function askLoosely<T>(method: Method, path: string, given: Loose = {}): Promise<Result<T>> {
  return exchange(method, path, given, async (response) => (await parsed(response)) as T);
}

/** A file that the console makes or keeps, and what it is called. */
export interface Fetched {
  readonly blob: Blob;
  readonly name: string;
}

/** A file, with the same questions asked as by `ask`. */
export function askFile(path: string, given: Loose = {}): Promise<Result<Fetched>> {
  return exchange('get', path, given, async (response) => {
    const said = response.headers.get('Content-Disposition') ?? '';
    const whole = /filename\*=UTF-8''([^;]+)/.exec(said)?.[1];
    const plain = /filename="?([^";]+)/.exec(said)?.[1];
    return { blob: await response.blob(), name: whole ? decodeURIComponent(whole) : (plain ?? 'file') };
  });
}

/** Gives a file to the browser to be kept. */
export function keepFile({ blob, name }: Fetched): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** Asks the console. Never throws: what went wrong is in the result. */
export function ask<M extends Method, P extends PathWith<M>>(
  method: M,
  path: P,
  ...given: object extends Ask<Operation<P, M>> ? [Ask<Operation<P, M>>?] : [Ask<Operation<P, M>>]
): Promise<Result<Answer<Operation<P, M>>>> {
  return askLoosely(method, path as string, given[0] as Loose | undefined);
}
