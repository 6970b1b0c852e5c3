import { readFileSync } from 'node:fs'

/** The largest size of this process so far. Linux counts a process's largest size from its parent's on in getrusage; this counter is its own. */
export function peakResidentBytes(): number {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS * 1_024
  const line = /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))
  if (!line) throw new Error('/proc/self/status has no VmHWM')
  return Number(line[1]) * 1_024
}
