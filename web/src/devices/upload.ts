/** A file as the body of a request. */
import { headers, refusalOf } from '../api/client';
import { away, value, type Result } from '../api/result';

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
  if (!answer.ok) return refusalOf(answer);
  const content: unknown = await answer.json().catch(() => ({}));
  return value(content);
}
