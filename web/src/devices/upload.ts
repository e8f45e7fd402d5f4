/** A file as the body of a request. */
import { headers } from '../api/client';
import { away, refused, value, type Result } from '../api/result';

export async function upload(path: string, file: Blob): Promise<Result<unknown>> {
  let answer: Response;
  try {
    answer = await fetch(path, {
      method: 'PUT',
      credentials: 'same-origin',
      headers: { Accept: 'application/json', 'Content-Type': file.type, ...headers() },
      body: file,
    });
  } catch {
    return away(path);
  }
  const content: unknown = await answer.json().catch(() => ({}));
  if (answer.ok) return value(content);
  const { detail } = content as { detail?: unknown };
  return refused(answer.status, String(detail ?? answer.statusText));
}
