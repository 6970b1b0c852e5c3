/**
 * The flag for tests and support: lets the program start with weakened protections, and shows so on
 * screen. Without it a packaged program refuses (trust.md SEC-10).
 */
export const supportFlag = '--shiftlens-test'

const refusedSwitches = [
  'no-sandbox',
  'disable-gpu-sandbox',
  'disable-setuid-sandbox',
  'disable-seccomp-filter-sandbox',
  'disable-web-security',
  'disable-site-isolation-trials',
  'remote-debugging-port',
  'remote-debugging-pipe',
  'js-flags',
  'load-extension',
  'inspect',
  'inspect-brk'
]

const refusedVariables = ['ELECTRON_DISABLE_SANDBOX', 'ELECTRON_RUN_AS_NODE']

export function isSupportStart(argv: readonly string[]): boolean {
  return argv.includes(supportFlag)
}

/**
 * Why the program must not start, or null.
 * @param argv  without the executable
 */
export function reasonToRefuse(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  isPackaged: boolean
): string | null {
  if (!isPackaged || isSupportStart(argv)) return null
  const argument = argv.find((word) => {
    // Chromium takes one dash or two, and a slash on Windows; a value follows "=".
    const name = /^(?:--?|\/)([^=]+)/.exec(word)?.[1]?.toLowerCase()
    return name !== undefined && refusedSwitches.includes(name)
  })
  if (argument !== undefined) {
    return `argument ${argument} weakens the protection of this program: start without it, or with ${supportFlag} beside it`
  }
  const variable = refusedVariables.find((name) => env[name] !== undefined)
  if (variable !== undefined) {
    return `environment variable ${variable} weakens the protection of this program: start without it, or with ${supportFlag}`
  }
  return null
}
