/**
 * The variables that a service or worker process gets (trust.md SEC-24). Everything else stays out:
 * above all NODE_OPTIONS and LD_PRELOAD, which would run foreign code, and tokens of other programs.
 */
export const allowedVariables: readonly string[] = [
  'SHIFTLENS_HOME',
  'HOME',
  'PATH',
  'LANG',
  'LC_ALL',
  'TZ',
  'TMPDIR',
  'XDG_CACHE_HOME',
  'XDG_CONFIG_HOME',
  'XDG_DATA_HOME',
  'XDG_RUNTIME_DIR',
  'LD_LIBRARY_PATH',
  'VK_ICD_FILENAMES',
  'VK_DRIVER_FILES',
  'CUDA_VISIBLE_DEVICES',
  'CUDA_PATH',
  // Windows: without these neither Node nor a driver starts.
  'APPDATA',
  'LOCALAPPDATA',
  'USERPROFILE',
  'SYSTEMROOT',
  'WINDIR',
  'TEMP',
  'TMP',
  'PATHEXT'
]

/** The allowed part of an environment; names are compared as Windows does, without case. */
export function allowedEnvironment(
  source: Readonly<Record<string, string | undefined>>
): Record<string, string> {
  const allowed = new Set(allowedVariables)
  const kept: Record<string, string> = {}
  for (const [name, value] of Object.entries(source)) {
    const isAllowed = allowed.has(process.platform === 'win32' ? name.toUpperCase() : name)
    if (isAllowed && value !== undefined) kept[name] = value
  }
  return kept
}
