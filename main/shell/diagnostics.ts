import type { DeviceStatus, JobStatus } from '../../preload/data.ts'

export interface DiagnosticsFacts {
  readonly appVersion: string
  readonly versions: Readonly<Record<string, string>>
  readonly system: string
  readonly home: string
  readonly devices: readonly DeviceStatus[]
  readonly jobs: readonly JobStatus[]
  readonly log: readonly string[]
}

/**
 * The text of "copy diagnostics": versions, devices, jobs without their titles (which quote prompts) and
 * the newest log lines, with every path cut to its last name (trust.md SEC-21).
 */
export function describeDiagnostics(facts: DiagnosticsFacts): string {
  const versions = Object.entries(facts.versions).map(([name, version]) => `  ${name} ${version}`)
  const devices = facts.devices.map(
    ({ name, isAvailable, isTrusted, detail }) =>
      `  ${name}: ${isAvailable ? 'present' : 'absent'}, ${trustWord(isTrusted)}; ${detail}`
  )
  const jobs = facts.jobs.map(
    ({ kind, state, phase, unitsDone, unitsTotal, error }) =>
      `  ${kind} ${state} (${phase}) ${unitsDone}/${unitsTotal}` +
      (error === null ? '' : `: ${error.code}: ${error.message}`)
  )
  const text = [
    `Shiftlens ${facts.appVersion}`,
    `System: ${facts.system}`,
    'Versions:',
    ...versions,
    'Devices:',
    ...devices,
    'Jobs:',
    ...jobs,
    'Log:',
    ...facts.log.map((line) => `  ${line}`)
  ].join('\n')
  return redactPaths(text, facts.home)
}

function trustWord(isTrusted: boolean | null): string {
  if (isTrusted === null) return 'not tested'
  return isTrusted ? 'agrees with the CPU' : 'refused'
}

/**
 * An absolute path or `file:` URL of two names or more. Names may hold blanks: rather too much is cut than
 * too little.
 */
const pathPattern =
  /(?:file:\/\/\/|(?<![\p{L}\p{N}.…~:/])\/|(?<!\p{L})[A-Za-z]:[\\/]|\\\\)(?:[^\n"'`:;,()<>|/\\]+[\\/])+([^\s"'`:;,()<>|/\\]*)/gu

/** Cuts every absolute path to `…/<last name>`; the home folder by itself becomes `~`. */
export function redactPaths(text: string, home: string): string {
  return text
    .replace(pathPattern, (path, lastName: string) => (path === home ? '~' : `…/${lastName}`))
    .split(home)
    .join('~')
}
