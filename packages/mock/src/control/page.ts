/** The inspector: a page to look into the mock. Its text is loaded when somebody first asks for it. */
import type { MockResponse } from '../exchange';

export async function inspectorPage(): Promise<MockResponse> {
  const { inspectorDocument } = await import('../inspector/page');
  return inspectorDocument();
}
