import { existsSync, readFileSync } from 'node:fs'

/** What a stage of the tests came to. */
export interface Tally {
  readonly nPassed: number
  readonly failed: readonly string[]
  readonly skipped: readonly string[]
}

interface Assertion {
  readonly status: string
  readonly fullName: string
}

interface FileResult {
  readonly name: string
  readonly status: string
  readonly message?: string
  readonly assertionResults: readonly Assertion[]
}

/**
 * Reads the report that vitest wrote. What ended badly without a failed test counts as one failure: a file
 * that could not be loaded, an error outside of every test, a run that wrote no report.
 *
 * @param status  exit status of vitest
 */
export function readVitestReport(file: string, stage: string, status: number | null): Tally {
  if (!existsSync(file)) {
    return { nPassed: 0, failed: [`${stage}: no report, status ${status}`], skipped: [] }
  }
  // Written by vitest a moment ago.
  const report = JSON.parse(readFileSync(file, 'utf8')) as { testResults: FileResult[] }
  let nPassed = 0
  const failed: string[] = []
  const skipped: string[] = []
  for (const { name, status: fileStatus, message, assertionResults } of report.testResults) {
    const title = ({ fullName }: Assertion): string => `${shorten(name)}: ${fullName}`
    const nFailedBefore = failed.length
    for (const assertion of assertionResults) {
      if (assertion.status === 'passed') nPassed++
      else if (assertion.status === 'failed') failed.push(title(assertion))
      else skipped.push(title(assertion))
    }
    if (fileStatus === 'failed' && failed.length === nFailedBefore) {
      failed.push(`${shorten(name)}: ${message?.split('\n', 1)[0] || 'could not be run'}`)
    }
  }
  if (status !== 0 && failed.length === 0) failed.push(`${stage}: status ${status}`)
  return { nPassed, failed, skipped }
}

function shorten(file: string): string {
  return file.replace(/^.*[\\/](test[\\/])/, '$1')
}
