/** The inspector: a page to look into the mock. */
import type { MockResponse } from '../exchange';

export function inspectorPage(): MockResponse {
  return {
    status: 200,
    headers: { 'content-type': 'text/html; charset=utf-8' },
    body: '<!doctype html><title>voicectl mock</title>',
  };
}
