/** Address of the running Lianhu that commands talk to: `LIANHU_URL`, else this machine's default. */
export const hubUrl = (): string => process.env['LIANHU_URL'] || `http://127.0.0.1:${process.env['PORT'] || '3000'}`;

/** Calls the running Lianhu as a JSON API. Throws with the problem's own words. */
export async function callHub(method: string, path: string, token: string, body?: unknown): Promise<unknown> {
  const response = await fetch(new URL(path, hubUrl()), {
    method,
    headers: { authorization: `Bearer ${token}`, 'accept-language': 'en', ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    body: body === undefined ? undefined : JSON.stringify(body),
  }).catch(() => {
    throw new Error(`Lianhu does not answer at ${hubUrl()}; start it, or set LIANHU_URL.`);
  });
  const text = await response.text();
  if (!response.ok) {
    const problem = safeParse(text) as { title?: string; detail?: string } | undefined;
    throw new Error([problem?.title ?? `HTTP ${response.status}`, problem?.detail].filter(Boolean).join(': '));
  }
  return safeParse(text);
}

function safeParse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
