/** The document of a server's API, and whether an answer is as it says. */
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { expect } from 'vitest';

export interface Operation {
  readonly summary: string;
  readonly responses: Readonly<Record<string, { readonly content: Readonly<Record<string, unknown>> }>>;
}

export interface Document {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

type Validate = (template: string, method: string, status: number, type?: string) => ValidateFunction;

/** By the addresses of their servers. */
const known = new Map<string, Promise<readonly [Document, Validate]>>();

/** The document of the server that is found there, and what compares a body with it. */
export function documentAt(origin: string, headers: Readonly<Record<string, string>> = {}) {
  if (!known.has(origin)) known.set(origin, fetched(origin, headers));
  return known.get(origin)!;
}

async function fetched(
  origin: string,
  headers: Readonly<Record<string, string>>,
): Promise<readonly [Document, Validate]> {
  const response = await fetch(`${origin}/openapi.json`, { headers });
  expect(response.status).toBe(200);
  const document = (await response.json()) as Document;
  const ajv = new Ajv2020({ strict: false }).addSchema(document, 'api');
  const validate: Validate = (template, method, status, type = 'application/json') => {
    const { responses } = document.paths[template]![method.toLowerCase()]!;
    const path = [
      'paths',
      template,
      method.toLowerCase(),
      'responses',
      String(status in responses ? status : 'default'),
    ];
    return ajv.compile({ $ref: `api#/${[...path, 'content', type, 'schema'].map(escaped).join('/')}` });
  };
  return [document, validate];
}

/** An answer at an address that the document does not have can only be a refusal. */
export async function assertDescribed(
  { origin, pathname }: URL,
  method: string,
  headers: Readonly<Record<string, string>>,
  { status, body }: Answer,
): Promise<void> {
  if (status === 401) return;
  const [{ paths }, validate] = await documentAt(origin, headers);
  const template = Object.keys(paths).find((path) => pattern(path).test(pathname));
  if (template === undefined) expect(status).toBe(404);
  else {
    const isAsDescribed = validate(template, method, status);
    expect(isAsDescribed(body), JSON.stringify([isAsDescribed.errors, body])).toBe(true);
  }
}

function pattern(template: string): RegExp {
  return new RegExp(`^${template.replace(/\{\w+\}/g, '[^/]*')}$`);
}

function escaped(part: string): string {
  return encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'));
}
